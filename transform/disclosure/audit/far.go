package audit

import (
	"math/rand/v2"
	"slices"
)

// rounds bounds how often a search moves on to another world.
const rounds = 24

// seek proves cells of a component that an exact simplex is slow in, which the
// search from the world that the table holds has left. That world may be a corner
// of all that there are, as a reader's first guess is, where most cells can go one way
// only. The circuits found so far lead away from it: first to the middle of each in
// turn, then at random along them (hit and run), the same way every time. From each
// world the search begins again.
//
// Nothing is promised of it: only what Verify says of the worlds counts. What is
// left comes back.
func (pr *prover) seek(c *component, left []int) []int {
	start := pr.p.value
	defer func() { pr.p.value = start }()
	rng := rand.New(rand.NewPCG(uint64(len(c.cells)), uint64(len(c.rows))))
	ways := pr.ways(c)
	for round := range rounds {
		pr.p.value = slices.Clone(pr.p.value)
		rng.Shuffle(min(round, 1)*len(ways), func(i, j int) { ways[i], ways[j] = ways[j], ways[i] })
		for _, way := range ways {
			pr.p.room(way, pr.p.value)
			up, down := min(way.up, far), min(way.down, far)
			times := (up - down) / 2
			if round > 0 {
				times = rng.Int64N(up+down+1) - down
			}
			for i, x := range way.cells {
				pr.p.value[x] += times * way.steps[i]
			}
		}
		from := pr.p.value
		left = slices.DeleteFunc(left, func(v int) bool {
			if !pr.circuit(v, quickCells, quickSteps) && !pr.climb(v, pr.hiddenOnly, quickCells, quickSteps) && !pr.climb(v, pr.hiddenOnly, longCells, longSteps) {
				return false
			}
			pr.found[v] = pr.found[v].since(c.cells, from, start)
			ways = append(ways, pr.found[v].between())
			return true
		})
		if len(left) == 0 {
			break
		}
	}
	return left
}

// ways are the circuits that the witnesses of a component have shown.
func (pr *prover) ways(c *component) []*circuit {
	var out []*circuit
	for _, v := range c.cells {
		if f := pr.found[v]; f != nil {
			out = append(out, f.between())
		}
	}
	return out
}

// between is the circuit from the one world of a witness to the other, in steps as
// small as whole numbers can be.
func (w *pair) between() *circuit {
	c := &circuit{}
	var most int64
	for i, v := range w.cells {
		if d := w.high[i] - w.low[i]; d != 0 {
			c.cells, c.steps = append(c.cells, v), append(c.steps, d)
			for a, b := most, d; ; a, b = b, a%b {
				if b == 0 {
					most = max(a, -a)
					break
				}
			}
		}
	}
	for i := range c.steps {
		c.steps[i] /= most
	}
	return c
}

// room says how often a circuit fits up and down in a world.
func (p *problem) room(c *circuit, world []int64) {
	c.up, c.down = endless, endless
	for i, v := range c.cells {
		above, below := int64(endless), world[v]-p.lo[v]
		if p.hi[v] != noHigh {
			above = p.hi[v] - world[v]
		}
		step := c.steps[i]
		if step < 0 {
			above, below, step = below, above, -step
		}
		if above != endless {
			c.up = min(c.up, above/step)
		}
		if below != endless {
			c.down = min(c.down, below/step)
		}
	}
	p.within(c, world)
}

// since is a witness found from one world as seen from another: whatever differs
// between the two has to be named.
func (w *pair) since(cells []int, from, start []int64) *pair {
	at := make(map[int]int, len(w.cells))
	for i, v := range w.cells {
		at[v] = i
	}
	out := &pair{}
	for _, v := range cells {
		low, high := from[v], from[v]
		if i, ok := at[v]; ok {
			low, high = w.low[i], w.high[i]
		}
		if low != start[v] || high != start[v] {
			out.cells, out.low, out.high = append(out.cells, v), append(out.low, low), append(out.high, high)
		}
	}
	return out
}
