package synthetic

import (
	"errors"
	"fmt"
	"io/fs"
	"time"

	"stadsdelskollen/queries/register"
)

// eventsFile is the only file of the register that is not copied byte for byte.
const eventsFile = "handelser.csv"

// districts is what the generator asks of a district register: who is in force when, and what a merged district
// became.
type districts struct {
	all          []register.Area     // of level stadsdel, in the order of the register
	outside      string              // a unit outside every district; "" where the register has none
	city         string              // the whole city
	successor    map[string]string   // merged into, whole
	predecessors map[string][]string // merged from, whole
}

func readDistricts(fsys fs.FS) (*districts, error) {
	if fsys == nil {
		return nil, errors.New("no district register given")
	}
	reg, err := register.Load(fsys)
	if err != nil {
		return nil, fmt.Errorf("read district register: %w", err)
	}
	r := &districts{city: "Hela staden", successor: map[string]string{}, predecessors: map[string][]string{}}
	if c, ok := reg.City(); ok {
		r.city = c.Name
	}
	for _, a := range reg.Areas {
		switch {
		case a.Level == register.District:
			r.all = append(r.all, a)
		case a.Level == register.Outside && (r.outside == "" || a.Name == homelessUnit):
			r.outside = a.Name
		}
	}
	for _, s := range reg.Succession {
		if s.Kind == register.Merged {
			r.successor[s.From] = s.To
			r.predecessors[s.To] = append(r.predecessors[s.To], s.From)
		}
	}
	return r, nil
}

// inForce lists the districts of one day, in the order of the register.
func (r *districts) inForce(on time.Time) []string {
	var names []string
	for _, a := range r.all {
		if a.InForce(on) {
			names = append(names, a.Name)
		}
	}
	return names
}

// reportedAs is the district in force on the last day of m that name has become part of.
func (r *districts) reportedAs(name string, m month) (string, error) {
	inForce := map[string]bool{}
	for _, n := range r.inForce(m.last().time()) {
		inForce[n] = true
	}
	at := name
	for range r.all {
		if inForce[at] {
			return at, nil
		}
		next, ok := r.successor[at]
		if !ok {
			break
		}
		at = next
	}
	return "", fmt.Errorf("%s is in force at the start, but neither it nor a district it was merged into is in %s", name, m)
}
