package desktop

import (
	"fmt"
	"strconv"

	"fyne.io/fyne/v2"

	"onthaal/domain/statistics"
	"onthaal/ui/desktop/kit"
	"onthaal/ui/words"
)

// statisticsScreen shows the figures of a year for the annual report, and
// saves them as a table.
type statisticsScreen struct {
	year   int
	report *statistics.Report // nil until it is counted
	pick   *kit.Pick
}

func (s *statisticsScreen) place() string { return "settings" }

func (s *statisticsScreen) content(d *Desktop) fyne.CanvasObject {
	p := d.kit.Page(d.t("statistics.title"), d.kit.Body(d.t("statistics.what"))).Back(d.t("nav.settings"), func() { d.show(&settingsScreen{}) })
	years, err := d.Desk.Years()
	if err != nil {
		return d.failed(err)
	}
	if s.year == 0 {
		s.year = d.Desk.Today().Year()
		if len(years) > 0 {
			s.year = years[0]
		}
	}
	var options []kit.Option
	for _, y := range years {
		options = append(options, kit.Option{Value: strconv.Itoa(y), Label: strconv.Itoa(y)})
	}
	s.pick = d.kit.Pick(d.t("statistics.year"), "", "", options...)
	s.pick.SetValue(strconv.Itoa(s.year))
	s.pick.OnChanged = func(v string) {
		year, _ := strconv.Atoi(v) // one of ours
		d.show(&statisticsScreen{year: year})
	}
	p.Add(s.pick)
	if s.report == nil {
		s.count(d, p)
		return p.Add(d.kit.Body(d.t("secret.moment")))
	}
	r := *s.report
	p.Add(d.kit.Strong(d.say.StatisticsTotal(r)))
	if r.Hidden || r.Total == 0 {
		return p
	}
	for _, t := range r.Tables {
		col := d.kit.Column(0, d.kit.Section(d.t("statistics.table."+t.Name)))
		for _, c := range t.Cells {
			if !c.Hidden && c.N == 0 {
				continue
			}
			l := d.kit.LineSingle()
			l.Set(capital(d.say.Class(t.Name, c.Class)), "", words.Number(c), kit.NoSign)
			l.Plain(true)
			col.Add(l)
		}
		p.Add(col)
	}
	for _, remark := range d.say.Remarks(r, d.Desk.Today().Year()) {
		p.Add(d.kit.Small(remark))
	}
	p.Saved() // the strip is there before anything was saved
	return p.Actions(d.kit.Main(d.t("statistics.save"), func() { s.save(d, p) }))
}

// count counts the year away from the main goroutine.
func (s *statisticsScreen) count(d *Desktop, p *kit.Page) {
	var r statistics.Report
	d.work(func() (err error) {
		r, err = d.Desk.Statistics(d.ctx(), s.year)
		return err
	}, func(err error) {
		if err != nil {
			d.trouble(p, nil, err)
			return
		}
		s.report = &r
		d.again()
	})
}

func (s *statisticsScreen) leave(*Desktop) { s.report = nil }

func (s *statisticsScreen) focus(*Desktop) { s.pick.Focus() }

// save writes the tables that are shown.
func (s *statisticsScreen) save(d *Desktop, p *kit.Page) {
	r := *s.report
	d.saveFile(fmt.Sprintf("figures-%d.csv", r.Year), func() ([]byte, error) {
		data, err := d.say.Statistics(r)
		if err != nil {
			return nil, err
		}
		return data, d.Desk.StatisticsSaved(d.ctx(), r.Year)
	}, func(string) { p.Saved().Set(d.t("statistics.saved")) })
}
