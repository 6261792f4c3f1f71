package find

import "testing"

func TestPeopleAreFoundAsTheyAreTyped(t *testing.T) {
	for _, c := range []struct {
		stored, typed string
		found         bool
	}{
		{"Đorđević Ána", "djordjevic", false},
		{"Đorđević Ána", "dordevic ana", true},
		{"Nguyễn Thị Hương", "nguyen huong", true},
		{"Łukasz Śmigły", "lukasz SMIGLY", true},
		{"Иванова Мария", "иванова", true},
		{"O’Brien", "obrien", true},
		{"Ceauşescu-Ionescu", "ionescu", true},
		{"İpek", "ipek", true},
		{"Großmann", "grossmann", true},
		{"Hoxha", "hoxhaj", false},
		{"K7M-204S", "k7m204s", true},
		{"K7M-204S", "k7m-2", true},
		{"5.412.907/MH", "5412907", true},
		{"5.412.907/MH", "5.412.907", true},
		{"5.412.907/MH", "412907mh", true},
		{"Hoxha Ana", "", true},
	} {
		if got := Parse(c.typed).In(Tokens(c.stored)); got != c.found {
			t.Errorf("%q typed for %q: found %v", c.typed, c.stored, got)
		}
	}
}
