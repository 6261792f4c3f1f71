package words

import (
	"strings"
	"testing"

	"onthaal/assets"
	"onthaal/domain/procedure"
)

const between = " ¦ "

// said is what a case is explained to be, by code: the sentences of each.
func said(t *testing.T, lang, profile string, lines ...string) map[string]string {
	t.Helper()
	profiles, err := procedure.Parse(assets.Profiles())
	if err != nil {
		t.Fatal(err)
	}
	p, f := load(t).Printer(lang), file(t, lines...)
	s := procedure.Assess(f, profiles[profile])
	out := map[string]string{}
	for _, x := range procedure.Explain(f, &s, profiles[profile]) {
		out[x.Code] = strings.Join(p.Explain(x).Sentences, between)
	}
	return out
}

// Of two things that are never due together, each says when it holds.
func TestWhatIsNeverDueTogetherSaysWhenItHolds(t *testing.T) {
	in2 := append(counselled[:5:5], "2026-03-10 document stage=S2")
	asked := append(in2[:6:6], "2026-04-09 inquiry event=asked replyDue=2026-05-20")
	for lang, want := range map[string][3]string{
		"nl": {"Dit geldt tot en met di 9 juni 2026.", "Het komt aan de orde op wo 10 juni 2026, als het dan nog openstaat.", "Het komt aan de orde op do 21 mei 2026"},
		"fr": {"Ceci vaut jusqu’au mar 9 juin 2026 inclus.", "Cela se posera le mer 10 juin 2026, si c’est encore ouvert.", "Cela se posera le jeu 21 mai 2026"},
		"de": {"Das gilt bis einschließlich Di 9. Juni 2026.", "Das stellt sich am Mi 10. Juni 2026, wenn es dann noch offen ist.", "Das stellt sich am Do 21. Mai 2026"},
		"en": {"This holds until Tue 9 June 2026.", "It comes up on Wed 10 June 2026, if it is still open then.", "It comes up on Thu 21 May 2026"},
	} {
		got := said(t, lang, procedure.Default, in2...)
		if !strings.Contains(got["due.S2.end"], want[0]) || !strings.Contains(got["due.gap"], want[1]) {
			t.Errorf("%s: %q\n%q", lang, got["due.S2.end"], got["due.gap"])
		}
		got = said(t, lang, procedure.Default, asked...)
		if !strings.Contains(got["due.escalate"], want[2]) {
			t.Errorf("%s: %q", lang, got["due.escalate"])
		}
	}
}

// A heading that asks is followed by a sentence, not by a colon, and a ground
// that has a name has its article.
func TestAnExplanationReadsAsASentence(t *testing.T) {
	closed := append(counselled[:5:5], "1997-03-10 counselling event=ended")
	for lang, want := range map[string][4]string{
		"nl": {"nodig? Uiterlijk op", "op de bewaartermijnen.", "op de omzendbrief van 23 december 2016.", "Fase 1 loopt af: verklaring of terugkeer? Uiterlijk"},
		"fr": {"nécessaire\u00a0? Au plus tard le", "Fondement\u00a0: les délais de conservation.", "Fondement\u00a0: la circulaire du 23 décembre 2016.", "retour\u00a0? Au plus tard"},
		"de": {"gebraucht? Spätestens am", "auf den Aufbewahrungsfristen.", "auf dem Rundschreiben vom 23. Dezember 2016.", "Rückkehr? Spätestens"},
		"en": {"needed? By", "on the retention periods.", "on the circular of 23 December 2016.", "return? By"},
	} {
		review := said(t, lang, procedure.Default, closed...)["due.review"]
		circular := said(t, lang, "circular-2019-01", "1997-03-01 triage assessment=5.1")["due.leaflet"]
		decide := said(t, lang, procedure.Default, append(counselled[:5:5], "1997-03-03 document stage=S1")...)["due.S1.decide"]
		if !strings.Contains(review, want[0]) || !strings.HasSuffix(review, want[1]) || !strings.HasSuffix(circular, want[2]) || !strings.Contains(decide, want[3]) {
			t.Errorf("%s: %q\n%q\n%q", lang, review, circular, decide)
		}
		work := said(t, lang, procedure.Default, append(counselled[:5:5], "1997-03-03 document stage=S1")...)["entitlement.work"]
		if strings.Count(work, between) != 2 { // what there is, who decides, and the ground: nothing that opens nothing
			t.Errorf("%s: %q", lang, work)
		}
	}
}

// No terminal has a page to leave.
func TestWhatIsMissingIsAskedForOnEveryFace(t *testing.T) {
	for lang, page := range map[string]string{"nl": "pagina", "fr": "page", "de": "Seite", "en": "page"} {
		if s := load(t).Printer(lang).T("problem.missing"); strings.Contains(s, page) {
			t.Errorf("%s: %q", lang, s)
		}
	}
}
