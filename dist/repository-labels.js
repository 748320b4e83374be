async function e(e,{owner:t,name:n}){let r=[],i=null;for(let a=0;a<5;a+=1){let a={owner:t,name:n,after:i},o=(await e.query(`query RepositoryLabels($owner: String!, $name: String!, $after: String) {
  rateLimit { cost remaining resetAt }
  repository(owner: $owner, name: $name) {
    labels(first: 100, after: $after) { pageInfo { hasNextPage endCursor } nodes { name } }
  }
}`,a)).data?.repository?.labels;if(o?.nodes==null)return null;for(let e of o.nodes){if(e===null)return null;r.push(e.name)}if(!o.pageInfo.hasNextPage)return r;i=o.pageInfo.endCursor}return null}export{e as repositoryLabels};