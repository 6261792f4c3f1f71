package desktop

import (
	"context"
	"maps"

	"fyne.io/fyne/v2"

	"onthaal/domain/casefile"
	"onthaal/domain/desk"
	"onthaal/domain/journal"
	"onthaal/ui/desktop/kit"
	"onthaal/ui/words"
)

// colleaguesScreen lists who can open the desk.
type colleaguesScreen struct{ told string }

func (s *colleaguesScreen) place() string { return "settings" }

func (s *colleaguesScreen) content(d *Desktop) fyne.CanvasObject {
	list, err := d.Desk.Colleagues()
	if err != nil {
		return d.failed(err)
	}
	var rows []row
	for _, c := range list {
		r := row{title: d.colleagueName(c), detail: d.t("colleagues.number", words.Args{"Slot": c.Slot}), open: func() { d.show(&colleagueScreen{slot: c.Slot}) }}
		if c.Here {
			r.status = d.t("colleagues.here")
		}
		if c.Recovery {
			r.detail, r.open = d.t("colleagues.recovery.what"), func() { d.show(&recoveryScreen{}) }
		}
		rows = append(rows, r)
	}
	p := d.kit.Page(d.t("colleagues.title")).Back(d.t("nav.settings"), func() { d.show(&settingsScreen{}) })
	if s.told != "" {
		p.Add(d.kit.Status(kit.SignDone, s.told))
		s.told = ""
	}
	p.Add(d.kit.Body(d.t("colleagues.what")), d.rows(rows))
	p.Add(d.kit.Row(16, d.kit.Main(d.t("colleagues.add"), func() { d.show(&addColleagueScreen{}) }),
		d.kit.Link(d.t("colleagues.change"), func() { d.show(&passphraseScreen{}) })))
	return p.Add(d.kit.Column(8, d.kit.Section(d.t("rekey.title")), d.kit.Body(d.t("rekey.when")),
		d.kit.Link(d.t("rekey.begin"), func() { d.show(&rekeyScreen{}) })))
}

func (d *Desktop) colleagueName(c desk.Colleague) string {
	switch {
	case c.Recovery:
		return d.t("colleagues.recovery")
	case c.Name == "":
		return d.t("colleagues.unnamed")
	}
	return c.Name
}

// toColleagues is the way back to the list.
func (d *Desktop) toColleagues(p *kit.Page) *kit.Page {
	return p.Back(d.t("colleagues.title"), func() { d.show(&colleaguesScreen{}) })
}

// addColleagueScreen lets one more colleague open the desk. She types her own
// passphrase; who is here allows it.
type addColleagueScreen struct {
	secrets
	first interface{ Focus() }
}

func (s *addColleagueScreen) place() string { return "settings" }

func (s *addColleagueScreen) focus(*Desktop) { s.first.Focus() }

func (s *addColleagueScreen) content(d *Desktop) fyne.CanvasObject {
	s.begin()
	name := keep(d.kit.Field(d.label("colleague"), d.t("setup.counsellor.hint")), s.raw, "colleague")
	s.first = name
	pair := d.newPassphrase(s.raw, s.raw["colleague"])
	own := d.own(s.raw, d.label(ownPath), d.t("secret.own.hint"))
	p := d.toColleagues(d.kit.Page(d.t("colleagues.add"))).Add(name, d.kit.Body(d.t("colleagues.add.what"))).Add(pair.objects...).Add(own)
	f := fields{"colleague": name, ownPath: own}
	maps.Copy(f, pair.fields)
	var main *kit.Button
	add := func() {
		err := agree(s.raw)
		if s.raw["colleague"] == "" {
			err = casefile.Problem{Key: "problem.needed", Path: "colleague"}
		}
		if err != nil {
			d.trouble(p, f, err)
			return
		}
		raw := s.raw
		d.slowly(main, func() error {
			_, err := d.Desk.AddColleague(d.ctx(), []byte(raw[ownPath]), raw["colleague"], []byte(raw["passphrase"]))
			return err
		}, func(err error) {
			if err != nil {
				d.trouble(p, f, atField(err))
				return
			}
			d.show(&colleaguesScreen{told: d.t("colleagues.added")})
		})
	}
	main = d.kit.Main(d.t("colleagues.add.do"), add)
	pair.second.OnSubmitted = func(string) { own.Focus() }
	own.OnSubmitted = func(string) { add() }
	return p.Actions(main)
}

// colleagueScreen names one colleague, or takes her passphrase away.
type colleagueScreen struct {
	secrets
	slot string
}

func (s *colleagueScreen) place() string { return "settings" }

func (s *colleagueScreen) content(d *Desktop) fyne.CanvasObject {
	s.begin()
	list, err := d.Desk.Colleagues()
	if err != nil {
		return d.failed(err)
	}
	var one desk.Colleague
	for _, c := range list {
		if c.Slot == s.slot {
			one = c
		}
	}
	if one.Slot == "" {
		return d.failed(journal.ErrNoSlot)
	}
	if _, typed := s.raw["colleague"]; !typed {
		s.raw["colleague"] = one.Name
	}
	name := keep(d.kit.Field(d.label("colleague"), d.t("setup.counsellor.hint")), s.raw, "colleague")
	f := fields{"colleague": name}
	p := d.toColleagues(d.kit.Page(d.colleagueName(one))).Add(name)
	save := func() {
		if err := d.Desk.NameColleague(d.ctx(), s.slot, s.raw["colleague"]); err != nil {
			d.trouble(p, f, err)
			return
		}
		d.show(&colleaguesScreen{told: d.t("colleagues.named")})
	}
	name.OnSubmitted = func(string) { save() }
	p.Add(d.kit.Main(d.t("settings.save"), save))
	if one.Here {
		return p.Add(d.kit.Link(d.t("colleagues.change"), func() { d.show(&passphraseScreen{}) }))
	}
	own := d.own(s.raw, d.label(ownPath), d.t("secret.own.hint"))
	f[ownPath] = own
	var remove *kit.Button
	take := func() {
		raw := s.raw
		d.slowly(remove, func() error { return d.Desk.RemoveColleague(d.ctx(), []byte(raw[ownPath]), s.slot) }, func(err error) {
			if err != nil {
				d.trouble(p, f, atField(err))
				return
			}
			d.show(&colleaguesScreen{told: d.t("colleagues.removed")})
		})
	}
	remove = d.kit.Button(d.t("colleagues.remove.do"), take)
	own.OnSubmitted = func(string) { take() }
	return p.Add(d.kit.Section(d.t("colleagues.remove")), d.kit.Body(d.t("colleagues.remove.what")), own, remove)
}

// passphraseScreen changes the passphrase of who is here.
type passphraseScreen struct {
	secrets
	first interface{ Focus() }
}

func (s *passphraseScreen) place() string { return "settings" }

func (s *passphraseScreen) focus(*Desktop) { s.first.Focus() }

func (s *passphraseScreen) content(d *Desktop) fyne.CanvasObject {
	s.begin()
	own := d.own(s.raw, d.t("secret.old"), d.t("secret.old.hint"))
	s.first = own
	pair := d.newPassphrase(s.raw, d.Desk.Settings().Counsellor)
	p := d.toColleagues(d.kit.Page(d.t("colleagues.change"))).Add(d.kit.Body(d.t("colleagues.change.what")), own, d.kit.Section(d.t("secret.new"))).Add(pair.objects...)
	f := fields{ownPath: own}
	maps.Copy(f, pair.fields)
	var main *kit.Button
	change := func() {
		if err := agree(s.raw); err != nil {
			d.trouble(p, f, err)
			return
		}
		raw := s.raw
		d.slowly(main, func() error { return d.Desk.ChangePassphrase(d.ctx(), []byte(raw[ownPath]), []byte(raw["passphrase"])) }, func(err error) {
			if err != nil {
				d.trouble(p, f, atField(err))
				return
			}
			d.show(&colleaguesScreen{told: d.t("colleagues.changed")})
		})
	}
	main = d.kit.Main(d.t("colleagues.change.do"), change)
	own.OnSubmitted = func(string) { pair.first.Focus() }
	pair.second.OnSubmitted = func(string) { change() }
	return p.Actions(main)
}

// recoveryScreen replaces the recovery code: it asks for the passphrase, shows
// the new code, and has two groups typed from the paper.
type recoveryScreen struct {
	secrets
	code   []string // once it is there
	asking bool     // for the two groups
	first  interface{ Focus() }
}

func (s *recoveryScreen) place() string {
	if s.code != nil {
		return "" // nothing else until it is on paper
	}
	return "settings"
}

func (s *recoveryScreen) focus(*Desktop) {
	if s.first != nil {
		s.first.Focus()
	}
}

func (s *recoveryScreen) leave(d *Desktop) {
	s.secrets.leave(d)
	s.code, s.asking = nil, false
}

func (s *recoveryScreen) content(d *Desktop) fyne.CanvasObject {
	s.begin()
	s.first = nil
	switch {
	case s.asking:
		p, first := d.confirmPage(s.code, s.raw, func() { s.asking = false; d.again() }, func() {
			d.show(&colleaguesScreen{told: d.t("colleagues.recovery.made")})
		})
		s.first = first
		return p
	case s.code != nil:
		return d.codePage(s.code, d.t("colleagues.recovery.close"), func() { s.asking = true; d.again() })
	}
	own := d.own(s.raw, d.label(ownPath), "")
	s.first = own
	p := d.toColleagues(d.kit.Page(d.t("colleagues.recovery.new"))).Add(d.kit.Body(d.t("colleagues.recovery.new.what")), own)
	var main *kit.Button
	var code string
	renew := func() {
		raw := s.raw
		d.slowly(main, func() (err error) {
			code, err = d.Desk.NewRecovery(d.ctx(), []byte(raw[ownPath]))
			return err
		}, func(err error) {
			if err != nil {
				d.trouble(p, fields{ownPath: own}, atField(err))
				return
			}
			s.raw, s.code = nil, groups(code)
			d.again()
		})
	}
	main = d.kit.Main(d.t("colleagues.recovery.new"), renew)
	own.OnSubmitted = func(string) { renew() }
	return p.Actions(main)
}

// rekeyScreen renews all keys: for when a colleague has left in conflict.
type rekeyScreen struct {
	secrets
	failed error
	first  interface{ Focus() }
}

func (s *rekeyScreen) place() string { return "settings" }

func (s *rekeyScreen) focus(*Desktop) { s.first.Focus() }

func (s *rekeyScreen) content(d *Desktop) fyne.CanvasObject {
	s.begin()
	own := d.own(s.raw, d.label(ownPath), "")
	s.first = own
	f := fields{ownPath: own}
	p := d.toColleagues(d.kit.Page(d.t("rekey.title"))).Add(d.kit.Body(d.t("rekey.when")), d.kit.Body(d.t("rekey.what")), own)
	renew := func() {
		raw, to := s.raw, d.beside("renewed")
		var recovery string
		d.show(&jobScreen{
			title: d.t("rekey.working"), what: d.t("job.what"),
			run: func(ctx context.Context, far journal.Progress) (err error) {
				recovery, err = d.Desk.Rekey(ctx, []byte(raw[ownPath]), to, far)
				return err
			},
			done: func(err error) {
				if err != nil {
					d.show(&rekeyScreen{secrets: secrets{raw}, failed: err})
					return
				}
				d.lock()
				d.swap(to, func(kept string) { d.show(&rekeyedScreen{code: groups(recovery), kept: kept}) })
			},
		})
	}
	own.OnSubmitted = func(string) { renew() }
	p.Actions(d.kit.Main(d.t("rekey.do"), renew))
	if s.failed != nil {
		d.trouble(p, f, atField(s.failed))
		s.failed = nil
	}
	return p
}

// rekeyedScreen shows the code of the desk with new keys, and says what is
// left to do. The desk is locked.
type rekeyedScreen struct {
	code   []string
	kept   string // folder with the old keys
	asking bool
	raw    map[string]string
	first  interface{ Focus() }
}

func (s *rekeyedScreen) place() string { return "" }

func (s *rekeyedScreen) focus(*Desktop) {
	if s.first != nil {
		s.first.Focus()
	}
}

func (s *rekeyedScreen) content(d *Desktop) fyne.CanvasObject {
	s.first = nil
	if !s.asking {
		return d.codePage(s.code, d.t("colleagues.recovery.close"), func() { s.asking, s.raw = true, map[string]string{}; d.again() })
	}
	p, first := d.confirmPage(s.code, s.raw, func() { s.asking = false; d.again() }, func() {
		s.code, s.raw = nil, nil
		d.show(&toldScreen{
			title: "rekey.done", label: "restore.open", to: (*Desktop).first,
			body: func(d *Desktop) []fyne.CanvasObject {
				return []fyne.CanvasObject{d.kit.Body(d.t("rekey.done.what")), d.kit.Body(d.t("rekey.kept", words.Args{"Folder": s.kept}))}
			},
		})
	})
	s.first = first
	return p
}
