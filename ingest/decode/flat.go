package decode

import flatbuffers "github.com/google/flatbuffers/go"

// flat is a table of a flatbuffer. Its vectors can together be no longer than
// the buffer: none stands in two places.
type flat struct {
	flatbuffers.Table
	left *int64
}

func rootOf(b []byte) flat {
	left := int64(len(b))
	return flat{flatbuffers.Table{Bytes: b, Pos: flatbuffers.GetUOffsetT(b)}, &left}
}

func slotOf(n int) flatbuffers.VOffsetT { return flatbuffers.VOffsetT(4 + 2*n) }

// table is the table in a slot.
func (f flat) table(slot int) (flat, bool) {
	o := flatbuffers.UOffsetT(f.Offset(slotOf(slot)))
	if o == 0 {
		return f, false
	}
	return flat{flatbuffers.Table{Bytes: f.Bytes, Pos: f.Indirect(f.Pos + o)}, f.left}, true
}

// vector is where the elements in a slot begin, and how many they are.
func (f flat) vector(slot int, each int64) (at flatbuffers.UOffsetT, n int) {
	o := flatbuffers.UOffsetT(f.Offset(slotOf(slot)))
	if o == 0 {
		return 0, 0
	}
	at, n = f.Vector(o), f.VectorLen(o)
	*f.left -= int64(n) * each
	need(*f.left >= 0 && int64(at)+int64(n)*each <= int64(len(f.Bytes)))
	return at, n
}

// element is one of the tables of a vector.
func (f flat) element(at flatbuffers.UOffsetT, i int) flat {
	return flat{flatbuffers.Table{Bytes: f.Bytes, Pos: f.Indirect(at + flatbuffers.UOffsetT(i)*4)}, f.left}
}

// pairs goes through keys and values.
func (f flat) pairs(slot int) {
	at, n := f.vector(slot, 4)
	for i := range n {
		pair := f.element(at, i)
		pair.vector(0, 1)
		pair.vector(1, 1)
	}
}
