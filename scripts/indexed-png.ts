/** A screenshot as a PNG of few colours: text on white is a third as large so, and looks the same. */
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = 8;
/** Length, type and checksum of a chunk. */
const AROUND = 12;
const RGB = 3;
const MAX_COLOURS = 256;
/** Shades that are so close become one, as close as leaves no more colours than a palette holds. */
const STEPS = [1, 2, 4, 8, 16, 32];

interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Three bytes each, row after row. */
  readonly bytes: Buffer;
}

/** As it came, where it is of another kind than a browser's screenshot or of more colours than a palette holds. */
export function indexed(png: Buffer): Buffer {
  const pixels = pixelsOf(png);
  if (pixels === null) return png;
  const palette = paletteOf(pixels);
  if (palette === null) return png;
  const { width, height } = pixels;
  // Each row begins with the number of its filter: none.
  const rows = Buffer.alloc((width + 1) * height);
  for (const [at, colour] of coloursOf(pixels).entries()) {
    rows[at + Math.floor(at / width) + 1] = palette.indexOf.get(colour) ?? 0;
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3], 8);
  const colours = Buffer.alloc(palette.colours.length * RGB);
  for (const [index, colour] of palette.colours.entries()) colours.writeUIntBE(colour, index * RGB, RGB);
  return Buffer.concat([
    png.subarray(0, SIGNATURE),
    chunk('IHDR', header),
    chunk('PLTE', colours),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function coloursOf({ bytes }: Pixels): Uint32Array {
  const colours = new Uint32Array(bytes.length / RGB);
  for (let at = 0; at < colours.length; at++) colours[at] = bytes.readUIntBE(at * RGB, RGB);
  return colours;
}

interface Palette {
  readonly colours: readonly number[];
  /** By each colour that the picture had. */
  readonly indexOf: ReadonlyMap<number, number>;
}

/** Of shades that become one, the most frequent stands for all: white stays white. */
function paletteOf(pixels: Pixels): Palette | null {
  const counts = new Map<number, number>();
  for (const colour of coloursOf(pixels)) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const byCount = [...counts].sort(([, a], [, b]) => b - a).map(([colour]) => colour);
  for (const step of STEPS) {
    const colours: number[] = [];
    const buckets = new Map<string, number>();
    const indexOf = new Map<number, number>();
    for (const colour of byCount) {
      const bucket = [colour >> 16, (colour >> 8) & 255, colour & 255].map((value) => Math.round(value / step)).join();
      const index = buckets.get(bucket) ?? colours.push(colour) - 1;
      buckets.set(bucket, index);
      indexOf.set(colour, index);
    }
    if (colours.length <= MAX_COLOURS) return { colours, indexOf };
  }
  return null;
}

function chunk(type: string, content: Buffer): Buffer {
  const whole = Buffer.alloc(content.length + AROUND);
  whole.writeUInt32BE(content.length, 0);
  whole.write(type, 4, 'latin1');
  content.copy(whole, 8);
  whole.writeUInt32BE(crc32(whole.subarray(4, -4)), whole.length - 4);
  return whole;
}

/** Null unless it has eight bits a colour, no transparency and no interlacing. */
function pixelsOf(png: Buffer): Pixels | null {
  const data: Buffer[] = [];
  for (let at = SIGNATURE; at < png.length; at += png.readUInt32BE(at) + AROUND) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      data.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const [bits, kind, , , interlacing] = png.subarray(24, 29);
  if (bits !== 8 || kind !== 2 || interlacing !== 0) return null;
  const width = png.readUInt32BE(16);
  const height = png.readUInt32BE(20);
  return { width, height, bytes: unfiltered(inflateSync(Buffer.concat(data)), width * RGB, height) };
}

/** Each byte is told as its difference from those to its left (a), above (b) and above left (c): PNG, section 9. */
function unfiltered(raw: Buffer, length: number, height: number): Buffer {
  const bytes = Buffer.alloc(length * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (length + 1)] ?? 0;
    for (let x = 0; x < length; x++) {
      const at = y * length + x;
      const a = x < RGB ? 0 : (bytes[at - RGB] ?? 0);
      const b = y === 0 ? 0 : (bytes[at - length] ?? 0);
      const c = x < RGB || y === 0 ? 0 : (bytes[at - length - RGB] ?? 0);
      bytes[at] = (raw[y * (length + 1) + 1 + x] ?? 0) + predicted(filter, a, b, c);
    }
  }
  return bytes;
}

function predicted(filter: number, a: number, b: number, c: number): number {
  switch (filter) {
    case 1:
      return a;
    case 2:
      return b;
    case 3:
      return (a + b) >> 1;
    case 4:
      return paeth(a, b, c);
    default:
      return 0;
  }
}

function paeth(a: number, b: number, c: number): number {
  const toA = Math.abs(b - c);
  const toB = Math.abs(a - c);
  const toC = Math.abs(a + b - c - c);
  if (toA <= toB && toA <= toC) return a;
  return toB <= toC ? b : c;
}
