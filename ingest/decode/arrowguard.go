package decode

import (
	"encoding/binary"
	"io"
	"math"
	"runtime"

	flatbuffers "github.com/google/flatbuffers/go"
)

// Kinds of Arrow messages, and what is written before a message's length.
const (
	arrowSchema     = 1
	arrowDictionary = 2
	arrowBatch      = 3
	arrowContinues  = math.MaxUint32
)

// arrowGuard goes through the metadata of Arrow IPC before the library does,
// which believes every length written there: one false byte is enough to make
// it ask for more memory than there is, and nothing can catch that. What is
// read here with a length, an offset or a count is held against the bytes that
// are there, and the sums of what it asks for against the limits.
type arrowGuard struct {
	in       io.ReaderAt
	size     int64
	limits   Limits
	columns  int
	cells    int64
	expanded int64
	// views is how many columns are views, whose buffers are counted apart;
	// viewed says it of each dictionary. held is what all dictionaries hold.
	views  int
	viewed map[int64]bool
	held   int64
	begun  bool // the schema has been read
}

// checkArrow panics on the way, as the readers of flatbuffers do.
func checkArrow(in io.ReaderAt, size int64, isFile bool, limits Limits) (err error) {
	defer func() {
		switch p := recover().(type) {
		case nil:
		case *Refusal:
			err = p
		case runtime.Error:
			err = damagedArrow()
		case error:
			err = refuse(0, "innehall", "filen kan inte läsas som Arrow: %v", p)
		default:
			panic(p)
		}
	}()
	g := &arrowGuard{in: in, size: size, limits: limits, viewed: map[int64]bool{}}
	if isFile {
		g.file()
		return nil
	}
	g.stream()
	return nil
}

func damagedArrow() *Refusal {
	return refuse(0, "innehall", "filen är skadad och kan inte läsas som Arrow")
}

func need(ok bool) {
	if !ok {
		panic(damagedArrow())
	}
}

func (g *arrowGuard) read(at, n int64) []byte {
	need(at >= 0 && n >= 0 && at <= g.size && n <= g.size-at)
	b := make([]byte, n)
	if read, err := g.in.ReadAt(b, at); int64(read) < n {
		panic(err)
	}
	return b
}

func (g *arrowGuard) word(at int64) int64 {
	return int64(binary.LittleEndian.Uint32(g.read(at, 4)))
}

// stream goes from message to message, to the mark of the end or the last byte.
func (g *arrowGuard) stream() {
	for at := int64(0); at < g.size; {
		n := g.word(at)
		at += 4
		if n == arrowContinues {
			n = g.word(at)
			at += 4
		}
		if n == 0 {
			return
		}
		need(n <= math.MaxInt32)
		_, body := g.message(g.read(at, n), at+n)
		at += n + body
	}
}

// file reads the footer, which says where the messages are. Together they can
// be no longer than the file: else one would be read many times over.
func (g *arrowGuard) file() {
	end := g.size - 4 - int64(len("ARROW1"))
	n := g.word(end)
	need(n <= end)
	footer := rootOf(g.read(end-n, n))
	schema, ok := footer.table(1)
	need(ok)
	g.schema(schema)
	left := g.size
	for _, kind := range []byte{arrowDictionary, arrowBatch} {
		at, blocks := footer.vector(int(kind), 24) // their slots are numbered as they are
		for i := range blocks {
			p := at + flatbuffers.UOffsetT(i)*24
			from, meta, body := footer.GetInt64(p), int64(footer.GetInt32(p+8)), footer.GetInt64(p+16)
			message := g.read(from, meta)
			prefix := 4
			if binary.LittleEndian.Uint32(message) == arrowContinues {
				prefix = 8
			}
			gotKind, gotBody := g.message(message[prefix:], from+meta)
			need(gotKind == kind && gotBody == body)
			left -= meta + body
			need(left >= 0)
		}
	}
}

// message is one message, whose body begins at the place given: its kind, and
// the length of its body.
func (g *arrowGuard) message(meta []byte, at int64) (kind byte, body int64) {
	m := rootOf(meta)
	body = m.GetInt64Slot(slotOf(3), 0)
	need(body >= 0 && body <= g.size-at)
	m.pairs(4)
	head, ok := m.table(2)
	need(ok)
	kind = m.GetByteSlot(slotOf(1), 0)
	need(g.begun == (kind != arrowSchema))
	switch kind {
	case arrowSchema:
		g.schema(head)
	case arrowBatch:
		rows := head.GetInt64Slot(slotOf(0), 0)
		need(rows >= 0)
		most, wide := int64(g.limits.Cells), int64(max(g.columns, 1))
		if rows > most || g.cells+rows*wide > most {
			panic(refuse(0, "storlek", "filen har fler än %d celler", most))
		}
		g.cells += rows * wide
		g.batch(head, at, body, g.views)
	case arrowDictionary:
		data, ok := head.table(1)
		need(ok)
		views := 0
		if g.viewed[head.GetInt64Slot(slotOf(0), 0)] {
			views = 1
		}
		g.held += g.batch(data, at, body, views)
		if head.GetBoolSlot(slotOf(2), false) { // what is added to is copied whole
			g.expand(g.held)
		}
	default:
		need(false)
	}
	return kind, body
}

func (g *arrowGuard) schema(s flat) {
	g.begun = true
	s.pairs(2)
	at, n := s.vector(1, 4)
	if n > g.limits.Columns {
		panic(refuse(0, "kolumner", "filen har %d kolumner; högst %d läses", n, g.limits.Columns))
	}
	g.columns = n
	for i := range n {
		f := s.element(at, i)
		f.vector(0, 1)
		f.pairs(6)
		_, children := f.vector(5, 4)
		view := false
		switch f.GetByteSlot(slotOf(2), 0) {
		case 10: // a timestamp, with a zone
			if zoned, ok := f.table(3); ok {
				zoned.vector(1, 1)
			}
		case 12, 13, 14, 16, 17, 22, 25, 26: // lists, structs, unions, maps, runs
			children = max(children, 1)
		case 23, 24:
			view = true
		}
		if children > 0 {
			panic(refuse(0, "innehall", "kolumn %d har fält i fält; endast en tabell med enkla kolumner läses", i+1))
		}
		if dictionary, ok := f.table(4); ok {
			id := dictionary.GetInt64Slot(slotOf(0), 0)
			g.viewed[id] = g.viewed[id] || view
		} else if view {
			g.views++
		}
	}
}

// batch holds the buffers of a batch against its body, and says how much they
// are when unpacked.
func (g *arrowGuard) batch(b flat, at, body int64, views int) (total int64) {
	nodes, n := b.vector(1, 16)
	for i := range n {
		length := b.GetInt64(nodes + flatbuffers.UOffsetT(i)*16)
		need(length >= 0 && length <= int64(g.limits.Cells))
	}
	buffers, n := b.vector(2, 16)
	packed, left := b.Offset(slotOf(3)) != 0, body
	for i := range n {
		p := buffers + flatbuffers.UOffsetT(i)*16
		from, length := b.GetInt64(p), b.GetInt64(p+8)
		need(from >= 0 && length >= 0 && from <= body && length <= body-from)
		left -= length
		need(left >= 0)
		if packed && length > 0 {
			need(length >= 8)
			unpacked := int64(binary.LittleEndian.Uint64(g.read(at+from, 8)))
			need(unpacked >= -1)
			length = max(unpacked, length-8)
			g.expand(length)
		}
		total += length
	}
	counts, m := b.vector(4, 8)
	need(counts == 0 || m >= views)
	for i := range m {
		count := b.GetInt64(counts + flatbuffers.UOffsetT(i)*8)
		need(count >= 0 && count <= int64(n))
	}
	return total
}

func (g *arrowGuard) expand(n int64) {
	if n > g.limits.Expanded-g.expanded {
		panic(refuse(0, "storlek", "filen är större än %d byte uppackad", g.limits.Expanded))
	}
	g.expanded += n
}
