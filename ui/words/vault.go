package words

import (
	"fmt"
	"strings"
	"time"

	"onthaal/domain/civil"
	"onthaal/domain/journal"
)

// What the vault tells about itself. It gives keys and arguments of its own,
// which are file names that it chose, numbers and random ids.

// Finding says one thing that is wrong with a desk or a backup.
func (p *Printer) Finding(f journal.Finding) string { return p.T("damage."+f.Key, told(f.Args)) }

// Warning says one thing about the machine that puts the desk at risk.
func (p *Printer) Warning(w journal.Warning) string { return p.T(w.Key, told(w.Args)) }

func told(args map[string]string) Args {
	a := Args{}
	for k, v := range args {
		a[k] = v
	}
	return a
}

// Event says what happened, without who, when and where: "Person, Consent";
// "A backup was made".
func (p *Printer) Event(e journal.Event) string {
	if len(e.Kinds) == 0 {
		if p.Has("audit." + e.What) {
			return p.T("audit."+e.What, Args{"Detail": e.Detail})
		}
		return e.What // of a later version of the program
	}
	var kinds []string
	for _, k := range e.Kinds {
		if p.Has("kind." + k) {
			k = p.T("kind." + k)
		}
		if len(kinds) == 0 || kinds[len(kinds)-1] != k {
			kinds = append(kinds, k)
		}
	}
	return strings.Join(kinds, ", ")
}

// Size says a number of bytes as people know it: "340 kB", "1,2 MB".
func (p *Printer) Size(n int64) string {
	if n < 1e6 {
		return fmt.Sprintf("%d\u00a0kB", (n+999)/1000)
	}
	s := fmt.Sprintf("%.1f\u00a0MB", float64(n)/1e6)
	if p.Lang != "en" {
		s = strings.Replace(s, ".", ",", 1)
	}
	return s
}

// Moment says a moment as the clock of this machine shows it: "do 17 april
// 1997 14:05".
func (p *Printer) Moment(t time.Time) string {
	t = t.Local()
	return p.Date(civil.Of(t)) + "\u00a0" + t.Format("15:04")
}
