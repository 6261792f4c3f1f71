// Package kit holds the few widgets that all screens of the desk are made of, in three looks and from 100 to 200 per cent.
//
// Use these instead of Fyne's own controls, which hide the focus, keep function keys to themselves and do not scroll to the
// focus. Every control of the kit is one Tab stop with a ring outside it, asks the key table before it uses a key, tells the idle
// clock of every key and tap, scrolls into view when it gets the focus, acts on Space and Enter, and is at least 36 high at
// 100 per cent. The package has no words and knows nothing of cases: all text is the caller's. Nothing in it moves by itself.
// All calls belong on Fyne's main thread.
//
// # One kit for one window
//
//	k := kit.New(app, kit.Options{Regular: ttf, Bold: ttf, Draw: raster, Look: kit.Light, Scale: 1}) // also sets the theme
//	k.Attach(window)                        // keys that no widget takes come to the table; no padding
//	k.SetLook(kit.Sunlight, 1.5)            // everything on the screen changes at once
//	k.Color(kit.ColorQuiet), k.Px(8)        // for drawings of a screen's own: a colour; a length at the present scale
//	k.Theme(), k.Look(), k.Scale()
//
// # Keys, idle, cover
//
//	k.Keys.Window(kit.Binding{ID: "lock", Key: fyne.KeyL, Mod: fyne.KeyModifierShortcutDefault, Do: lock, Always: true}, …)
//	k.Keys.Screen(kit.Binding{ID: "help", Key: fyne.KeyF1, Do: help}, …) // replaces those of the screen before
//	k.Keys.Menu("lock", label)              // the main menu's item for a binding: fires once
//	k.Keys.Active()                         // what acts now, to be worded by ID for the map of keys
//	k.Idle = kit.NewIdle(kit.IdleOptions{After: d, Cover: func() { k.Cover("") }, Uncover: k.Uncover, Lock: lock})
//	k.Idle.Start(); k.Idle.Stop()           // at unlock and at lock
//	k.Idle.Check()                          // when the window comes to the front: a slept-over limit locks at once
//	k.Touch()                               // from a widget of a screen's own, at each key and tap
//	k.Cover(text); k.Uncover(); k.Covered() // the cover key; any key or tap lifts it and types nothing
//	k.CloseAll()                            // at lock, before the screen is replaced: closes panels without an act
//
// # A screen
//
//	p := k.Page(title, body…)               // margins, 640 wide, scrolls; window.SetContent(p) or any container
//	p.Back(label, do).Lead(quietLine).Actions(k.Main(…), k.Button(…), k.Link(…)).Add(more…)
//	p.Fill(rows.Scrolling())                // one self-scrolling list takes the room below title and body
//	p.Saved().Set("Saved 22:41"); p.Saved().Fail("Not saved")
//	p.Problems(heading, kit.Trouble{Text: msg, Field: field}, …) // "There is a problem": takes the focus; none: goes away
//	p.SetTitle(s); p.SetBody(objects…); p.ScrollToTop()
//	k.Column(24, …)                         // below each other; 24 between fields, 8 within a group; Add, Set
//	k.Row(16, …)                            // side by side from the left, wraps; Set
//
// Column, Row and Page know that text grows taller as it grows narrower, and follow errors that come and go. Stock
// containers may hold kit widgets and may stand in a Column. A widget of a screen's own that holds controls implements Parent,
// so that the page finds them when it scrolls.
//
// # Questions
//
//	f := k.Field(label, hint)               // one line; k.Area(label, hint, rows); k.Password(label, hint, show, hide)
//	f.Text(); f.SetText(s); f.OnChanged = …; f.OnSubmitted = …   // raw text, never cleared or re-formatted
//	c := k.Choice(label, hint, kit.Option{Value: "given", Label: "Yes", Note: "…"}, …) // none taken beforehand
//	c.Value(); c.SetValue(v); c.OnChanged = func(value string) …
//	m := k.Choices(label, hint, options…)   // several: Values, SetValues, OnChanged(values)
//	l := k.Pick(label, hint, none, options…) // long lists, typing narrows by Label and Also: Value, SetValue, OnChanged
//
// All of them: SetError(what to do, or ""), Error, SetHint, Label, Focus. Setting a value never calls OnChanged. Digits 1 to 9
// answer the Choice that has the focus, by physical key; in tests send TypedKey, not runes.
//
// # Acts
//
//	k.Main(label, do)                       // the one accent button; k.Button plain; k.Link; SetLabel, Label, Focus, Repeats
//	k.Panel(title, content, kit.Act{Label: "Keep", Safe: true}, kit.Act{Label: "Record refusal", Main: true, Do: do}).Show()
//
// A second tap within 0.4 s is ignored unless Repeats is set. A panel starts on its safe act, Escape takes that act, and
// acts close the panel before they do anything.
//
// # Lists
//
//	r := k.Rows(kit.RowSource{Count: n, Make: func() fyne.CanvasObject { return k.Line() }, Fill: fill, Open: open})
//	o.(*kit.Line).Set(title, detail, status, kit.SignSoon)       // in fill; k.LineSingle for one line; SetLang, Plain
//	r.Reload(); r.At(); r.SetAt(i); r.Focus(); r.Scrolling()
//
// # Text and marks
//
//	k.Title(s) k.Section(s) k.Body(s) k.Strong(s) k.Small(s) k.Number(s) // SetText, Text; running text at most 540 wide
//	k.Say(text, lang, kit.SayStyle{Size: 48, Bold: true})        // any script, by Options.Draw; Native leaves it to Fyne
//	k.Status(kit.SignOverdue, s); k.Banner(kit.SignDone, s)      // sign, word and colour; Set
//	k.Sign(kit.SignSoon); k.Saved(width); k.Summary(…)           // parts of the above, where a screen needs them alone
//	k.Stages(today, word, kit.Stop{Label: "S1", Note: "3 March", Reached: true}, …)
package kit
