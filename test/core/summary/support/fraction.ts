/** A fraction, as exact as it is slow. */
export class Fraction {
  readonly top: bigint;
  readonly bottom: bigint;
  constructor(top: bigint | number, bottom: bigint | number = 1) {
    this.top = BigInt(top);
    this.bottom = BigInt(bottom);
  }
  plus(that: Fraction) {
    return new Fraction(this.top * that.bottom + that.top * this.bottom, this.bottom * that.bottom);
  }
  times(that: Fraction) {
    return new Fraction(this.top * that.top, this.bottom * that.bottom);
  }
  over(that: Fraction) {
    return new Fraction(this.top * that.bottom, this.bottom * that.top);
  }
  minus(that: Fraction) {
    return this.plus(new Fraction(-that.top, that.bottom));
  }
  compare(that: Fraction) {
    const difference = this.top * that.bottom - that.top * this.bottom;
    return difference < 0n ? -1 : Number(difference > 0n);
  }
  /** Largest whole number not above; never of a negative one. */
  get floor() {
    return Number(this.top / this.bottom);
  }
  get ceiling() {
    return Number((this.top + this.bottom - 1n) / this.bottom);
  }
  get nearest() {
    return this.plus(new Fraction(1, 2)).floor;
  }
}
