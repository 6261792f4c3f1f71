package fonts

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"os"
	"strings"
	"testing"
)

// The fonts are what was fetched and looked at: a changed shape of a letter
// changes every document and must be noticed.
func TestFontsAreTheOnesThatWereChecked(t *testing.T) {
	sums := map[string]string{
		"NotoNaskhArabic-Bold.ttf":       "35418f91100645a36e4d72d75866b61c5da14dc5ebbade64db434d2c9e76234c",
		"NotoNaskhArabic-Regular.ttf":    "706b4580c025f6c75ec1c06013e17f00a23ec1780091b77a5a5b339469bda94d",
		"NotoNastaliqUrdu-Bold.ttf":      "0f76cabd37fb8a5458eae1cd143d2fff3101b4d19448d13373e30c0407ba56a7",
		"NotoNastaliqUrdu-Regular.ttf":   "360220888c7519d127c143d0a830d187dd41e184036508a868dd89e6cbfc7521",
		"NotoSans-Bold.ttf":              "13a813c49624ae3ba3c5c6e72c5ebffc4b9e1e6ea32f421c04069b037c6ad431",
		"NotoSans-Regular.ttf":           "fe8c022f48d8dd29f17b744d16f9346f4357e16f7d4f7be58b000ae7c291b614",
		"NotoSansArmenian-Bold.ttf":      "beaf0d8d52a118d108a9e4502d3f3fbbcd0ed78e26bcc00d9d80932c342b934a",
		"NotoSansArmenian-Regular.ttf":   "678a89f5dafb25b71ba5c323b428a579e4e664e9dc8c35b9f1d327d82fc9e5ba",
		"NotoSansBengali-Bold.ttf":       "3a44a4cf2c4f79c3ead8f52dffd5b3a66f0b2483792d66bad81e1a51e888bfd6",
		"NotoSansBengali-Regular.ttf":    "6826d9667972f0f96e48c46f7a24e70afe97205032e6295cfb1f13fbbb8b90a3",
		"NotoSansDevanagari-Bold.ttf":    "67f1ec9e2ac30b261090e32953b2df0adf6c942ab26ac47efb490fa7315bddab",
		"NotoSansDevanagari-Regular.ttf": "084a94d89eb54aafb93a056e15425c34fd859f6342875165d304837b3bcfc2d2",
		"NotoSansEthiopic-Bold.ttf":      "b968f7d5c79d6caaff5e29031b1598555f4b154de7456dd51b7c866f90d37597",
		"NotoSansEthiopic-Regular.ttf":   "321ff186e0f066a46257c3008e8a22070720350a9d17f8a32d0d3da53f52e7a2",
		"NotoSansGeorgian-Bold.ttf":      "4570253cfb7d734286d56ab3ecff6e4ef2cfe9d77c37dc9e739360da89dccc15",
		"NotoSansGeorgian-Regular.ttf":   "35b1dc2d78025505b6d4b7977960060fdb0a9a0dfb21c356fe8ca554172e8f00",
		"NotoSansGurmukhi-Bold.ttf":      "49b4d13ee80c9ba8ae008948b43dc53f200f619d8bc206cacaddb6b781c49625",
		"NotoSansGurmukhi-Regular.ttf":   "2b0fbe8d4cc2a18aa08c6f21d3924423c113fb7ec6d786a77c30cf1d3153c4c7",
		"NotoSansHebrew-Bold.ttf":        "8010b087f33f152e25aef020e68cb5568d6f8deebb6dde8f60d655196e59ebde",
		"NotoSansHebrew-Regular.ttf":     "e0ee753f09733337b9236221018d4bf71fd6d06c87dd76bbc83120514bc55911",
		"NotoSansSC-Regular.ttf":         "af2e61e4f5148fc7ec3f13fa14b4169d60d917615ec3831699e099f436ae69af",
		"NotoSansThai-Bold.ttf":          "0be544f347b3ab6382bdc2b555a783727a4858a3dc140670406924670967d916",
		"NotoSansThai-Regular.ttf":       "9acb585d8662ca4ed1b1cf5889dfa1393f8555103b3986e1ea1e3af4faef70bd",
	}
	found, err := fs.Glob(files, "*.ttf.gz")
	if err != nil {
		t.Fatal(err)
	}
	if len(found) != len(sums) {
		t.Errorf("%d files, %d sums", len(found), len(sums))
	}
	for _, name := range found {
		sum := sha256.Sum256(open(name))
		if got, want := hex.EncodeToString(sum[:]), sums[strings.TrimSuffix(name, ".gz")]; got != want {
			t.Errorf("%s: SHA-256 is %s, want %s", name, got, want)
		}
	}
}

func TestEveryFamilyHasItsWeightsAndALicence(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range Families() {
		for _, data := range [][]byte{f.Regular(), f.Bold()} {
			if len(data) < 4 || string(data[:4]) != "\x00\x01\x00\x00" {
				t.Errorf("%s is not a TrueType file", f.Name)
			}
		}
		if same := bytes.Equal(f.Regular(), f.Bold()); same != f.OneWeight() || same != (f.Name == "NotoSansSC") {
			t.Errorf("%s: has one weight: %t; says so: %t", f.Name, same, f.OneWeight())
		}
		licence, err := os.ReadFile("LICENSES/" + f.Name + ".txt")
		if err != nil {
			t.Error(err)
		}
		if !strings.Contains(string(licence), "SIL Open Font License, Version 1.1") {
			t.Errorf("%s: the licence is not the OFL 1.1", f.Name)
		}
		if (len(f.Scripts) == 0) != (len(f.Langs) > 0) {
			t.Errorf("%s is for the scripts %v and the languages %v", f.Name, f.Scripts, f.Langs)
		}
		for _, s := range f.Scripts {
			if seen[s] {
				t.Errorf("script %s has two families", s)
			}
			seen[s] = true
		}
	}
	if string(Regular()) != string(Families()[0].Regular()) || string(Bold()) != string(Families()[0].Bold()) {
		t.Error("the theme's faces are not those of the first family")
	}
}
