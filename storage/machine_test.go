package storage

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"onthaal/domain/journal"
)

// warned gives the keys of the warnings, with the program of a synchronised folder.
func warned(v *Vault) string {
	var keys []string
	for _, w := range v.Warnings() {
		keys = append(keys, strings.TrimPrefix(w.Key, "warning.")+strings.TrimSuffix(" "+w.Args["program"], " "))
	}
	return strings.Join(keys, ", ")
}

func TestFolderThatIsSynchronisedIsWarnedOf(t *testing.T) {
	for _, c := range []struct {
		what, dir, file, want string // file is made beside or above dir
	}{
		{"an ordinary folder", "an/onthaal", "", ""},
		{"named after Dropbox", "Dropbox/onthaal", "", "folderSynced Dropbox"},
		{"Dropbox of a firm", "Dropbox (Centrum)/a/onthaal", "", "folderSynced Dropbox"},
		{"a name that only begins so", "dropboxes/onthaal", "", ""},
		{"Dropbox by its mark", "work/onthaal", "work/.dropbox", "folderSynced Dropbox"},
		{"Dropbox by its cache", "work/onthaal", "work/.dropbox.cache/", "folderSynced Dropbox"},
		{"a home with Dropbox's settings", "onthaal", ".dropbox/", ""},
		{"OneDrive of a firm", "OneDrive - Slachtofferhulp/onthaal", "", "folderSynced OneDrive"},
		{"Nextcloud by its log", "cloud/a/b/onthaal", "cloud/.nextcloudsync.log", "folderSynced Nextcloud"},
		{"Nextcloud by its base", "cloud/onthaal", "cloud/.sync_0a1b2c.db", "folderSynced Nextcloud"},
		{"ownCloud", "cloud/onthaal", "cloud/.owncloudsync.log", "folderSynced ownCloud"},
		{"Syncthing", "Sync/onthaal", "Sync/.stfolder/", "folderSynced Syncthing"},
		{"the desk's own folder", "onthaal", "onthaal/.stfolder", "folderSynced Syncthing"},
		{"Google Drive", "Google Drive/onthaal", "", "folderSynced Google Drive"},
		{"iCloud", "Library/Mobile Documents/com~apple~CloudDocs/onthaal", "", "folderSynced iCloud"},
		{"a folder with the signs of a pattern", "a[b*?/onthaal", "a[b*?/.stfolder", "folderSynced Syncthing"},
	} {
		for _, there := range []bool{true, false} { // the desk's folder
			root := t.TempDir()
			dir := filepath.Join(root, filepath.FromSlash(c.dir))
			made := filepath.Dir(dir)
			if there || strings.HasPrefix(c.file, c.dir) {
				made = dir
			}
			os.MkdirAll(made, 0o700)
			if file := filepath.Join(root, filepath.FromSlash(c.file)); strings.HasSuffix(c.file, "/") {
				os.Mkdir(file, 0o700)
			} else if c.file != "" {
				os.WriteFile(file, nil, 0o600)
			}
			if got := warned(At(dir, cheap)); got != c.want {
				t.Errorf("%s, there %v: warned of %q, want %q", c.what, there, got, c.want)
			}
			link := filepath.Join(t.TempDir(), "link")
			if os.Symlink(made, link) == nil && !there {
				if got := warned(At(filepath.Join(link, "onthaal"), cheap)); got != c.want {
					t.Errorf("%s, by a link: warned of %q, want %q", c.what, got, c.want)
				}
			}
		}
	}
	t.Setenv("OneDriveCommercial", t.TempDir())
	if got := warned(At(filepath.Join(os.Getenv("OneDriveCommercial"), "a", "b"), cheap)); got != "folderSynced OneDrive" {
		t.Errorf("OneDrive by its variable: %q", got)
	}
}

func TestNetworkDriveIsKnownByItsFileSystem(t *testing.T) {
	const mounts = `22 1 254:0 / / rw,relatime - ext4 /dev/vda rw
30 22 0:25 / /proc rw - proc proc rw
40 22 0:40 / /mnt/centre rw,relatime shared:1 - cifs //server/centre rw
41 40 0:41 / /mnt/centre/local rw - ext4 /dev/sdb rw
42 22 0:42 / /mnt/two\040words rw - fuse.sshfs an@server: rw
43 22 0:43 / /mnt/stick rw - fuseblk /dev/sdc rw
44 22 0:44 / /mnt/over rw - ext4 /dev/sdd rw
45 22 0:45 / /mnt/over rw - nfs4 server:/x rw
not a line
`
	for dir, want := range map[string]bool{
		"/home/an/onthaal": false, "/mnt/centre": true, "/mnt/centre/a/b": true, "/mnt/centrex": false,
		"/mnt/centre/local/a": false, "/mnt/two words/a": true, "/mnt/stick/onthaal": false, "/mnt/over/a": true,
	} {
		if kind := mountedAs([]byte(mounts), dir); networked[kind] != want {
			t.Errorf("%s is on %q", dir, kind)
		}
	}
	if onNetwork(t.TempDir()) {
		t.Error("this machine's own disk is taken for a network drive")
	}
}

func TestLittleRoomIsWarnedOfBeforeItIsRefused(t *testing.T) {
	o := cheap
	free := uint64(1<<30 - 1)
	o.Free = func(string) (uint64, error) { return free, nil }
	v := At(t.TempDir(), o)
	if got := warned(v); got != "spaceLow" || v.Warnings()[0].Args["free"] != "1073" || v.Warnings()[0].Args["needed"] != "134" {
		t.Errorf("just below: %q, %v", got, v.Warnings())
	}
	if free++; warned(v) != "" {
		t.Errorf("1 GiB free: %q", warned(v))
	}
}

// TestBallastIsThereWhileTheDeskIsOpen follows the room that is set aside.
func TestBallastIsThereWhileTheDeskIsOpen(t *testing.T) {
	o := cheap
	free := uint64(1 << 40)
	o.Free = func(string) (uint64, error) { return free, nil }
	v := At(filepath.Join(t.TempDir(), "desk"), o)
	path := filepath.Join(v.dir, ballastName)
	has := func(when string, want bool) {
		t.Helper()
		fi, err := os.Stat(path)
		switch {
		case errors.Is(err, fs.ErrNotExist) != !want:
			t.Errorf("%s: %v", when, err)
		case want && (fi.Size() != 0 || taken(t, path) < 64<<20 && taken(t, path) >= 0):
			t.Errorf("%s: %d bytes of %d on the disk", when, fi.Size(), taken(t, path))
		}
	}
	s, recovery, err := v.Create(ctx, []byte(passphrase), nil)
	if err != nil {
		t.Fatal(err)
	}
	add(t, s, journal.ID{1}, 0, "h", "one")
	has("open", true)
	shut(t, s)
	has("closed", false)

	free = 128<<20 - 1
	s = unlock(t, v, recovery)
	has("little room", false)
	free++
	add(t, s, journal.ID{1}, 1, "h", "two")
	has("room again", true)
	s.open.Lock() // as a kill
	s.ballast.Swap(nil).Close()
	s.open.Unlock()
	abandon(t, s)
	has("killed", true)

	free = 64<<20 - 1
	_, err = v.Unlock(ctx, []byte(recovery))
	wantErr(t, err, journal.ErrFull)
	has("given back, in vain", false)

	os.WriteFile(path, nil, 0o600)
	v.free = func(string) (uint64, error) { // what the ballast took helps
		if _, err := os.Stat(path); err == nil {
			return 32 << 20, nil
		}
		return 96 << 20, nil
	}
	s = unlock(t, v, recovery)
	has("given back", false)
	shut(t, s)
}
