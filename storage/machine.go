package storage

import (
	"bufio"
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"onthaal/domain/journal"
)

// Warnings tells what about the machine puts a desk in this folder at risk,
// whether the desk is there already or not. Keys and their arguments:
//
//	warning.spaceLow       free, needed   MB: what is left, and below what nothing is saved
//	warning.folderSynced   program        copies the folder elsewhere while the desk is open
//	warning.driveNetwork
//
// What cannot be found out is not warned of.
func (v *Vault) Warnings() []journal.Warning {
	dir := existing(v.dir)
	var all []journal.Warning
	if free, err := v.free(dir); err == nil && free < 8*v.min {
		all = append(all, journal.Warning{Key: "warning.spaceLow", Args: map[string]string{
			"free": strconv.FormatUint(free/1e6, 10), "needed": strconv.FormatUint(v.min/1e6, 10)}})
	}
	if by := syncedBy(dir); by != "" {
		all = append(all, journal.Warning{Key: "warning.folderSynced", Args: map[string]string{"program": by}})
	}
	if onNetwork(dir) {
		all = append(all, journal.Warning{Key: "warning.driveNetwork"})
	}
	return all
}

// existing is the folder, or the nearest one above it that is there, by its
// real name.
func existing(dir string) string {
	if abs, err := filepath.Abs(dir); err == nil {
		dir = abs
	}
	for {
		real, err := filepath.EvalSymlinks(dir)
		if err == nil {
			return real
		}
		if up := filepath.Dir(dir); errors.Is(err, fs.ErrNotExist) && up != dir {
			dir = up
			continue
		}
		return dir
	}
}

// syncers are programs that keep a folder the same on several machines: by the
// names that they give their folders, and by the files that they leave in them.
// They copy a file while it is written, and bring old ones back.
var syncers = []struct {
	name    string
	folders []string // in small letters; alone or before a space, "-" or "("
	files   []string // patterns
}{
	{"Dropbox", []string{"dropbox"}, []string{".dropbox", ".dropbox.cache"}},
	{"OneDrive", []string{"onedrive", "skydrive"}, nil},
	{"Nextcloud", []string{"nextcloud"}, []string{".nextcloudsync.log", "._sync_*.db", ".sync_*.db"}},
	{"ownCloud", []string{"owncloud"}, []string{".owncloudsync.log"}},
	{"Google Drive", []string{"google drive", "googledrive"}, []string{".tmp.drivedownload", ".tmp.driveupload"}},
	{"iCloud", []string{"mobile documents", "iclouddrive"}, nil},
	{"Syncthing", []string{"syncthing"}, []string{".stfolder"}},
	{"pCloud", []string{"pclouddrive", "pcloud drive"}, nil},
	{"Seafile", []string{"seafile", "seadrive"}, []string{".seafile-data"}},
	{"MEGA", []string{"megasync"}, []string{".megaignore"}},
}

// syncedBy names the program that synchronises a folder, or gives "".
func syncedBy(dir string) string {
	for _, v := range []string{"OneDrive", "OneDriveConsumer", "OneDriveCommercial"} {
		if root := os.Getenv(v); root != "" && within(dir, existing(root)) {
			return "OneDrive"
		}
	}
	for ; ; dir = filepath.Dir(dir) {
		base := strings.ToLower(filepath.Base(dir))
		for _, s := range syncers {
			for _, f := range s.folders {
				if rest, ok := strings.CutPrefix(base, f); ok && (rest == "" || strings.ContainsAny(rest[:1], " -(")) {
					return s.name
				}
			}
			for _, pattern := range s.files {
				found, _ := filepath.Glob(filepath.Join(literal(dir), pattern))
				for _, f := range found {
					// A home folder has .dropbox as well, as a folder of settings.
					if fi, err := os.Stat(f); err == nil && !(fi.IsDir() && pattern == ".dropbox") {
						return s.name
					}
				}
			}
		}
		if dir == filepath.Dir(dir) {
			return ""
		}
	}
}

// literal takes a path's special meaning in a pattern away.
func literal(path string) string {
	if os.PathSeparator == '\\' {
		return strings.NewReplacer("[", "[[]").Replace(path)
	}
	return strings.NewReplacer(`\`, `\\`, "[", `\[`, "*", `\*`, "?", `\?`).Replace(path)
}

func within(dir, root string) bool {
	rel, err := filepath.Rel(root, dir)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(os.PathSeparator))
}

// networked are file systems, by Linux's names, whose files are on another
// machine: locks and syncing are not what they seem there.
var networked = map[string]bool{
	"nfs": true, "nfs4": true, "cifs": true, "smb3": true, "smbfs": true, "9p": true, "afs": true, "ceph": true,
	"glusterfs": true, "lustre": true, "ncpfs": true, "coda": true, "davfs": true, "fuse.sshfs": true,
	"fuse.rclone": true, "fuse.gvfsd-fuse": true, "fuse.davfs": true, "fuse.davfs2": true, "fuse.glusterfs": true,
	"fuse.s3fs": true, "fuse.smbnetfs": true, "fuse.kio-fuse": true, "fuse.curlftpfs": true,
}

// mountedAs finds in Linux's /proc/self/mountinfo the type of the file system
// that a folder is on.
func mountedAs(mountinfo []byte, dir string) (kind string) {
	best := -1
	lines := bufio.NewScanner(bytes.NewReader(mountinfo))
	for lines.Scan() {
		before, after, ok := strings.Cut(lines.Text(), " - ")
		fields, types := strings.Fields(before), strings.Fields(after)
		if !ok || len(fields) < 5 || len(types) < 1 {
			continue
		}
		point := unescape(fields[4])
		if within(dir, point) && len(point) >= best { // a later mount covers an earlier
			best, kind = len(point), types[0]
		}
	}
	return kind
}

// unescape reads the octal numbers that mountinfo has for blanks.
func unescape(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+3 < len(s) {
			if n, err := strconv.ParseUint(s[i+1:i+4], 8, 8); err == nil {
				b.WriteByte(byte(n))
				i += 3
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// The ballast is room on the disk that is taken while a desk is open and given
// back before it is closed, so that a desk can be closed well on a disk that
// another program has filled meanwhile: Badger dies where it finds no room. It
// is half of what a change needs, and counts as free for changes.

// takeBallast makes the ballast when there is as much room besides; where the
// system cannot set room aside, there is none.
func (s *Store) takeBallast() {
	v := s.vault
	if s.ballast.Load() != nil {
		return
	}
	if free, err := v.free(v.dir); err != nil || free < v.min {
		return
	}
	f, err := os.OpenFile(filepath.Join(v.dir, ballastName), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return
	}
	if setAside(f, int64(v.min/2)) != nil {
		f.Close()
		os.Remove(f.Name())
		return
	}
	s.ballast.Store(f)
}

func (s *Store) dropBallast() {
	if f := s.ballast.Swap(nil); f != nil {
		f.Close()
		s.vault.removeBallast()
	}
}

// removeBallast also removes what a killed program left.
func (v *Vault) removeBallast() { os.Remove(filepath.Join(v.dir, ballastName)) }

// room refuses a change when the reserve is not whole: the ballast, and what
// Badger may need to merge its tables, which it does on its own. That is as
// much as they take, within bounds.
func (s *Store) room() error {
	v := s.vault
	var tables int64
	for _, level := range s.db.Levels() {
		tables += level.Size
	}
	need := min(max(uint64(tables), v.min/2), 2*v.min)
	if s.ballast.Load() == nil {
		need += v.min / 2
	}
	return v.hasRoom(need)
}
