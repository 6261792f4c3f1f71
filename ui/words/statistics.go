package words

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"strings"

	"onthaal/domain/statistics"
)

// Hidden stands where a number is not shown.
const Hidden = "*"

// Class names a class of a table of statistics.
func (p *Printer) Class(table, class string) string {
	for _, key := range []string{"statistics." + table + "." + class, "statistics." + class} {
		if p.Has(key) {
			return p.T(key)
		}
	}
	switch table {
	case "form":
		return p.T("choice.exploitation.forms." + class)
	case "referrer":
		return p.T("choice.referral.channel." + class)
	case "language":
		return p.Language(class)
	}
	return p.T("state." + class)
}

// Number says how many cases a cell holds.
func Number(c statistics.Cell) string {
	if c.Hidden {
		return Hidden
	}
	return strconv.Itoa(c.N)
}

// StatisticsTotal says how many cases were opened in a year.
func (p *Printer) StatisticsTotal(r statistics.Report) string {
	args := Args{"Year": r.Year}
	switch {
	case r.Hidden:
		return p.T("statistics.few", args)
	case r.Total == 0:
		return p.T("statistics.empty", args)
	}
	return p.Labelled(p.T("statistics.opened", args), p.N("statistics.total", r.Total))
}

// Remarks are the sentences that stand below the tables of a year.
// today is the year in which they are made.
func (p *Printer) Remarks(r statistics.Report, today int) (list []string) {
	for _, t := range r.Tables {
		for _, c := range t.Cells {
			if c.Hidden && list == nil {
				list = append(list, p.T("statistics.hidden"))
			}
		}
	}
	if r.Year >= today {
		list = append(list, p.T("statistics.running"))
	}
	return list
}

// Statistics writes the tables of a year as comma-separated values, for
// spreadsheets. Those that are set to Dutch, French or German as spoken in
// Belgium have a comma in their numbers and so a semicolon between their
// fields; a line end is CR LF (RFC 4180), and a byte order mark says that the
// letters are UTF-8, which the most used one takes for Windows-1252 otherwise.
func (p *Printer) Statistics(r statistics.Report) ([]byte, error) {
	b := bytes.NewBufferString("\ufeff")
	w := csv.NewWriter(b)
	w.Comma, w.UseCRLF = ';', true
	line := func(cells ...string) error {
		for i := range cells {
			cells[i] = harmless(cells[i])
		}
		return w.Write(cells)
	}
	year := strconv.Itoa(r.Year)
	err := line(p.T("statistics.year"), p.T("statistics.question"), p.T("statistics.answer"), p.T("statistics.cases"))
	if err == nil {
		all := statistics.Cell{N: r.Total, Hidden: r.Hidden}
		err = line(year, p.T("statistics.all"), "", Number(all))
	}
	for _, t := range r.Tables {
		for _, c := range t.Cells {
			if err == nil {
				err = line(year, p.T("statistics.table."+t.Name), p.Class(t.Name, c.Class), Number(c))
			}
		}
	}
	if w.Flush(); err == nil {
		err = w.Error()
	}
	return b.Bytes(), err
}

// harmless keeps a spreadsheet from taking a text for a formula: one that
// begins like a formula gets an apostrophe before it, which is not shown. A
// tab or a line end before the sign is passed over by some programs.
func harmless(s string) string {
	if t := strings.TrimLeft(s, " \t\r\n"); t != "" && strings.ContainsRune("=+-@", rune(t[0])) || s != "" && strings.ContainsRune("\t\r\n", rune(s[0])) {
		return "'" + s
	}
	return s
}
