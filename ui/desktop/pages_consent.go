package desktop

import (
	"strings"

	"onthaal/domain/casefile"
	"onthaal/ui/desktop/kit"
)

// The page of consents makes one entry for each purpose that was asked about.

func consentPath(purpose string) string { return "consent." + purpose }

func askConsents(a *asking) []question {
	out := []question{
		{as: asWords, say: func(values) (kit.Sign, string) { return kit.NoSign, a.d.t("intake.consent.intro") }},
		{path: "consent.language", as: asPick, options: a.d.languages()},
		a.one("consent.how"),
		{path: "consent.witness", as: asLine},
		a.on("intake.on.consent"),
		{as: asHead, label: a.d.t("intake.consent.aloud")},
	}
	for _, purpose := range casefile.Purposes {
		answers := []string{"given", "refused", "notAsked"}
		if c := a.c.File.Consents[purpose]; c != nil && (c.Body.Answer == casefile.Given || c.Body.Answer == casefile.Withdrawn) {
			answers = []string{"given", "refused", "withdrawn", "notAsked"}
		}
		out = append(out, question{
			path: consentPath(purpose), as: asOne, label: a.d.t("choice.consent.purpose." + purpose),
			hint: a.d.t("intake.aloud." + purpose), options: a.options("consent.answer", answers...),
		})
	}
	return out
}

func fillConsents(a *asking) values {
	v := values{}
	var last *casefile.Fact[casefile.Consent]
	for _, purpose := range casefile.Purposes {
		c := a.c.File.Consents[purpose]
		if c == nil {
			continue
		}
		v[consentPath(purpose)] = c.Body.Answer
		if last == nil || last.Entry.Seq < c.Entry.Seq {
			last = c
		}
	}
	if last != nil {
		v["consent.language"], v["consent.how"], v["consent.witness"] = last.Body.Language, last.Body.How, last.Body.Witness
	}
	return v
}

// readConsents makes an entry for each purpose whose answer is new. Another
// answer replaces the former one as a correction; a withdrawal does not: what
// was given held until then.
func readConsents(a *asking, v values) ([]casefile.Entry, error) {
	today := a.d.Desk.Today()
	on := today
	if v["on"] != "" {
		d, ok := parseDay(v["on"], today)
		if !ok {
			return nil, casefile.Problems{{Key: "problem.date", Path: "on"}}
		}
		on = d
	}
	before := fillConsents(a)
	witness := strings.TrimSpace(v["consent.witness"])
	asked := v["consent.language"] != before["consent.language"] || v["consent.how"] != before["consent.how"] || witness != before["consent.witness"]
	var out []casefile.Entry
	for _, purpose := range casefile.Purposes {
		answer := v[consentPath(purpose)]
		old := a.c.File.Consents[purpose]
		if answer == "" || old != nil && old.Body.Answer == answer && !asked {
			continue
		}
		e := casefile.NewEntry(casefile.KindConsent, on, &casefile.Consent{
			Purpose: purpose, Answer: answer, Language: v["consent.language"], How: v["consent.how"], Witness: witness,
		})
		if old != nil {
			if old.Body.Answer == answer {
				e.On = old.Entry.On
			}
			if answer != casefile.Withdrawn || old.Body.Answer == casefile.Withdrawn {
				e.Corrects = old.Entry.ID
			}
		}
		if err := e.Check(today); err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, nil
}
