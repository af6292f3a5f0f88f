package audit

import "math/big"

// number is an integer of any size. Nearly all are small, so that a sum is one
// machine instruction; b is nil then.
type number struct {
	s int64
	b *big.Int
}

func whole(x int64) number { return number{s: x} }

func (a number) big() *big.Int {
	if a.b != nil {
		return a.b
	}
	return big.NewInt(a.s)
}

func (a number) sign() int {
	if a.b != nil {
		return a.b.Sign()
	}
	switch {
	case a.s > 0:
		return 1
	case a.s < 0:
		return -1
	}
	return 0
}

func (a number) zero() bool { return a.b == nil && a.s == 0 }

func (a number) equal(c number) bool {
	return a.b == nil && c.b == nil && a.s == c.s || a.big().Cmp(c.big()) == 0
}

func shrink(b *big.Int) number {
	if b.IsInt64() && b.Int64() != noLow {
		return number{s: b.Int64()}
	}
	return number{b: b}
}

func (a number) neg() number {
	if a.b == nil {
		return number{s: -a.s}
	}
	return shrink(new(big.Int).Neg(a.b))
}

// half reports that products of two such numbers cannot overflow, nor their difference.
func (a number) half() bool { return a.b == nil && uint64(a.s+1<<30) < 1<<31 }

// cross is (a*b - c*d) / e, a division that leaves no rest.
func cross(a, b, c, d, e number) number {
	if a.half() && b.half() && c.half() && d.half() && e.b == nil {
		return number{s: (a.s*b.s - c.s*d.s) / e.s}
	}
	x := new(big.Int).Mul(a.big(), b.big())
	x.Sub(x, new(big.Int).Mul(c.big(), d.big()))
	return shrink(x.Quo(x, e.big()))
}

// compareProducts is the sign of a*b - c*d.
func compareProducts(a, b, c, d number) int {
	if a.half() && b.half() && c.half() && d.half() {
		return number{s: a.s*b.s - c.s*d.s}.sign()
	}
	return new(big.Int).Mul(a.big(), b.big()).Cmp(new(big.Int).Mul(c.big(), d.big()))
}

// less orders numbers.
func (a number) less(c number) bool {
	if a.b == nil && c.b == nil {
		return a.s < c.s
	}
	return a.big().Cmp(c.big()) < 0
}
