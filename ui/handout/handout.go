// Package handout makes the papers that are neither letters nor leaflets and
// speak the language of the counsellor: the test sheet for printer and
// envelopes, and the summary of a case for the colleague on duty. The window
// and the terminal both make them here.
package handout

import (
	"strconv"
	"strings"

	"onthaal/domain/document"
	"onthaal/ui/paper"
	"onthaal/ui/words"
)

// TestSheet words the test sheet for printer and envelopes.
func TestSheet(p *words.Printer, e document.Envelope) paper.TestWords {
	return paper.TestWords{
		Lang: p.Lang, Page: p.T("paper.pageOf", words.Args{"Page": "{page}", "Pages": "{pages}"}), Title: p.T("testsheet.title"),
		Steps: []string{
			p.T("testsheet.step.print"), p.T("testsheet.step.measure"),
			p.T("testsheet.step.correct", words.Args{"Right": Millimetres(p.Lang, e.Right), "Down": Millimetres(p.Lang, e.Down)}),
			p.T("testsheet.step.fold"), p.T("testsheet.step.grey"),
		},
		Address: strings.Split(p.T("testsheet.address"), "\n"),
		Right:   p.T("testsheet.right"), Left: p.T("testsheet.left"), Nothing: p.T("testsheet.nothing"),
		Small: p.T("testsheet.small"), Grey: p.T("testsheet.grey"),
	}
}

// Millimetres writes a length as the language does: "−1,5" in Dutch.
func Millimetres(lang string, mm float64) string {
	if mm == 0 { // also where it was −0
		return "0"
	}
	s := strings.ReplaceAll(strconv.FormatFloat(mm, 'f', -1, 64), "-", "−")
	if lang != "en" {
		s = strings.ReplaceAll(s, ".", ",")
	}
	return s
}

// ParseMillimetres reads what somebody typed as a length: with a point or a
// comma, and either sign of less. Nothing is 0.
func ParseMillimetres(s string) (mm float64, ok bool) {
	s = strings.NewReplacer(",", ".", "−", "-", "mm", "", " ", "", "\u00a0", "", "+", "").Replace(s)
	if s == "" {
		return 0, true
	}
	mm, err := strconv.ParseFloat(s, 64)
	return mm, err == nil
}
