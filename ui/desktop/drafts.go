package desktop

import (
	"encoding/json"
	"maps"
	"time"

	"onthaal/domain/journal"
	"onthaal/ui/words"
)

type args = words.Args

// typing is what is being typed on one page of one case. A second after the
// last key, and whenever the page is left or the desk is locked, the raw text
// is sealed as a draft, so that neither a lock nor a power cut costs a word.
type typing struct {
	d    *Desktop
	id   journal.ID
	page string
	form *form
	last values // sealed, or what the page began with
	stop func() bool
}

// focus says, once, what kept the page from being taken, and goes where that is
// asked for; without it the focus goes to the question of a path, or to the first.
func (t *typing) focus(refused *error, path string) {
	if err := *refused; err != nil {
		*refused = nil
		t.form.refuse(err)
		return
	}
	t.form.focus(path)
}

// pause is how long after the last key a draft is sealed.
const pause = time.Second

// drafts are the drafts of a case: by page, the raw text of its fields.
type drafts map[string]values

func (d *Desktop) drafts(id journal.ID) drafts {
	all := drafts{}
	data, err := d.Desk.Draft(d.ctx(), id)
	if err == nil && len(data) > 0 && json.Unmarshal(data, &all) != nil {
		return drafts{}
	}
	return all
}

func (d *Desktop) setDraft(id journal.ID, page string, v values) error {
	all := d.drafts(id)
	if v == nil {
		if _, ok := all[page]; !ok {
			return nil
		}
		delete(all, page)
	} else {
		all[page] = v
	}
	return d.putDrafts(id, all)
}

// putDrafts keeps all drafts of a case.
func (d *Desktop) putDrafts(id journal.ID, all drafts) error {
	if len(all) == 0 {
		return d.Desk.SetDraft(d.ctx(), id, nil)
	}
	data, err := json.Marshal(all)
	if err != nil {
		return err
	}
	return d.Desk.SetDraft(d.ctx(), id, data)
}

// typing begins to watch a form.
func (d *Desktop) typing(id journal.ID, page string, f *form) *typing {
	t := &typing{d: d, id: id, page: page, form: f, last: f.raw()}
	f.changed = t.touched
	return t
}

func (t *typing) touched() {
	t.hold()
	t.stop = time.AfterFunc(pause, func() { t.d.Do(t.seal) }).Stop
}

func (t *typing) hold() {
	if t.stop != nil {
		t.stop()
		t.stop = nil
	}
}

// seal keeps what stands in the form, if it has changed since.
func (t *typing) seal() {
	if t == nil || t.form == nil {
		return
	}
	t.hold()
	v := t.form.raw()
	if maps.Equal(v, t.last) || t.d.Desk.Locked() {
		return
	}
	if err := t.d.setDraft(t.id, t.page, v); err != nil {
		t.form.page.Saved().Fail(t.d.t("intake.notSaved"))
		return
	}
	t.last = v
	t.form.page.Saved().Set(t.d.t("intake.draft", args{"Time": t.d.Now().Format("15:04")}))
}

// left seals and forgets: nothing of a page stays in memory after it.
func (t *typing) left() {
	if t == nil {
		return
	}
	t.seal()
	t.form = nil
}

// saved ends the draft: what was typed has become entries.
func (t *typing) saved() error {
	t.hold()
	t.form = nil
	return t.d.setDraft(t.id, t.page, nil)
}
