package desktop

import (
	"fyne.io/fyne/v2"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/desk"
	"onthaal/ui/desktop/kit"
)

// office is the form of the service and, for a local service, of its
// co-operation agreement (§3, third paragraph). The first start and the
// settings both show it. What was typed is kept raw, so that going back and
// forth loses nothing.
type office struct {
	centre string
	raw    map[string]string // by path
}

// paths of the form, in their order.
var officePaths = []string{"name", "address", "postcode", "city", "phone"}
var agreementPaths = []string{"partner", "signedOn", "approvedBy", "approvedOn", "endsOn"}

// officeOf fills the form with what is recorded.
func (d *Desktop) officeOf(centre string, o *desk.Office) office {
	f := office{centre: centre, raw: map[string]string{}}
	if o == nil {
		return f
	}
	for path, v := range map[string]string{"name": o.Name, "address": o.Address, "postcode": o.Postcode, "city": o.City,
		"phone": o.Phone, "partner": o.Partner, "approvedBy": o.ApprovedBy,
		"signedOn": d.say.Day(o.SignedOn), "approvedOn": d.say.Day(o.ApprovedOn), "endsOn": d.say.Day(o.EndsOn)} {
		f.raw[path] = v
	}
	return f
}

// build makes the fields.
func (f *office) build(d *Desktop) ([]fyne.CanvasObject, fields) {
	var objects []fyne.CanvasObject
	at := fields{}
	field := func(path, hint string) {
		x := d.kit.Field(d.label("agreement."+path), hint)
		x.SetText(f.raw[path])
		x.OnChanged = func(s string) { f.raw[path] = s }
		at["agreement."+path] = x
		objects = append(objects, x)
	}
	for _, path := range officePaths {
		field(path, "")
	}
	if f.centre != desk.Local {
		return objects, at
	}
	objects = append(objects, d.kit.Section(d.t("setup.agreement")), d.kit.Body(d.t("setup.agreement.what")))
	var options []kit.Option
	for _, c := range []string{desk.Payoke, desk.PagAsa, desk.Surya} {
		options = append(options, kit.Option{Value: c, Label: d.t("centre." + c)})
	}
	partner := d.kit.Choice(d.label("agreement.partner"), "", options...)
	partner.SetValue(f.raw["partner"])
	partner.OnChanged = func(v string) { f.raw["partner"] = v }
	at["agreement.partner"] = partner
	objects = append(objects, partner)
	for _, path := range agreementPaths[1:] {
		hint := ""
		if path != "approvedBy" {
			hint = d.t("setup.date.hint")
		}
		field(path, hint)
	}
	return objects, at
}

// read takes what was typed. Dates that cannot be read are problems.
func (f *office) read(d *Desktop) (*desk.Office, error) {
	o := &desk.Office{Name: f.raw["name"], Address: f.raw["address"], Postcode: f.raw["postcode"], City: f.raw["city"], Phone: f.raw["phone"]}
	if f.centre != desk.Local {
		return o, nil
	}
	o.Partner, o.ApprovedBy = f.raw["partner"], f.raw["approvedBy"]
	var found casefile.Problems
	for path, to := range map[string]*civil.Date{"signedOn": &o.SignedOn, "approvedOn": &o.ApprovedOn, "endsOn": &o.EndsOn} {
		if f.raw[path] == "" {
			continue
		}
		day, ok := parseDay(f.raw[path], d.Desk.Today())
		if !ok {
			found = append(found, casefile.Problem{Key: "problem.date", Path: "agreement." + path})
		}
		*to = day
	}
	if found != nil {
		return o, found
	}
	return o, nil
}

// approved reports whether the agreement carries the approval without which
// a local service requests no documents.
func approved(s desk.Settings) bool {
	return s.Centre != desk.Local || s.Office != nil && s.Office.ApprovedBy != "" && !s.Office.ApprovedOn.IsZero()
}
