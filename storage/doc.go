// Package storage is the vault: it keeps journals in one folder, sealed, so
// that who takes the laptop reads nothing and who damages a file is found out.
// It knows a journal.Record's fields but never looks into a Body or a head.
//
// # Use
//
// At names a folder; Vault.Create makes a desk in it, Vault.Unlock opens one
// with a passphrase or the recovery code, Vault.Check reads and authenticates
// all of it. The Store that they give answers Heads and Read, grows by
// Append, and must be closed. Programs call Child and then Harden first, once.
//
// # Files
//
//	<folder>/        mode 0700
//	  app.lock       held while one program has the desk open or tries to
//	  vault.json     the header: format, cost of the passphrase, slots
//	  seal           what every file of db/ was at the last clean close
//	  tip            how far the audit chain has come, while the desk is open
//	  erased         the ledger of erasures, once there was one
//	  db/            Badger, encrypted
//	  ballast        while the desk is open: room on the disk for closing it
//	  recovering/    only while a desk is opened that was not closed: a copy of db/
//	  creating       only while Create is at work; a folder with it is no desk yet
//
// Other files in the folder are never read and never touched. The header is
// in the clear and names nobody.
//
// # Keys
//
//	passphrase -Argon2id(salt, cost)-> \
//	                                    > slot -XChaCha20-Poly1305-> master key
//	recovery code, 160 bit -HKDF-----> /
//	master key -HKDF-> badger | header | seal | tip | wrap | audit | links | drafts | backup | known backups | erased | ledger | migration
//	wrap -XChaCha20-Poly1305-> a random key per journal -> its records, head and draft
//	backup -XChaCha20-Poly1305-> an age identity, to which backups are encrypted
//
// One salt and one cost serve all slots. The cost is measured once, when the
// desk is made, and changes with a re-key alone; it is checked against bounds
// before any memory is taken for it, and is part of the associated data of every
// slot, so that nobody can lower it. A slot is called by a number, which is not
// given again, because records say by it who wrote them.
//
// An open Store does not keep the master key: whoever changes slots
// (Store.AddSlot, ChangeSlot, RemoveSlot, NewRecovery) gives a passphrase again.
// vault.json is replaced at one stroke, with an epoch one higher; then a link of
// the audit chain tells of it. The seal and the tip carry the epoch that the
// chain has come to: a header of a lower one is refused ("headerOlder"), since
// it could let in who was removed; one of a higher one comes from a program that
// was cut off between the two, and the missing links are added at the next
// opening. There is no second copy of vault.json: every backup begins with one.
//
// Removing a slot does not change the master key, and who held it may have kept
// the header of before. Rekey makes a new desk, in another folder, in which no
// key is what it was.
//
// # Rows, chain, files
//
// docs/vault-format.md describes every byte, for whoever writes another reader,
// and readertest is one. In short: everything lies in rows of Badger, a table
// each for records, heads, drafts, attachments, keys of journals, what is known
// of backups and of erasures, and the audit chain. A row's key is its place
// (see place); its value is a box, sealed under the key of its journal or of
// its table. Every change but that of a draft adds a link to the chain in the
// same transaction: when, who, what, and the hash of each row written.
//
// # Copies
//
// A backup (Store.Backup) is the header as it lies on the disk and all boxes as
// they are, in an age file, so that it opens with whatever opened the desk that
// day. It is read back before it counts. Vault.Restore makes a new desk of it
// and walks that; Vault.Rehearse does the same and removes it; Vault.Swap puts a
// restored desk in the place of one that is lost or damaged. Store.Export
// writes everything in an open format that needs no program of ours.
//
// Erasing a journal (Store.Erase) destroys its key and rewrites Badger's tables
// without it. The file "erased" names it, and Restore erases there what an older
// backup still holds.
//
// # What is promised, and by what
//
// Secrecy: every row is sealed under its journal's key, padded to a size
// class; Badger encrypts again and so hides how rows relate. Keys of rows are
// random ids and numbers.
//
// Wholeness of a row: its associated data names the store, the table, the
// journal, the position and the version, so that a row that was edited, moved
// or taken from elsewhere does not open: journal.ErrDamaged. Badger's own
// encryption would let all of that pass.
//
// Wholeness of the store after a clean close: the seal, a keyed list of the
// SHA-256 of every file, is compared before Badger sees the folder, because
// Badger answers to some damage by deleting what it no longer understands. A
// damaged folder is left exactly as it is.
//
// Wholeness after a crash: every change adds a link to the audit chain, in
// the same transaction, that names each row written, with its version and
// hash. Walking the chain proves that all is there and nothing else. The tip,
// kept beside Badger, proves that the end of the chain was not lost either.
// All this is done on a copy and in a second process, because Badger answers
// to some damage by ending the process, or by cutting and deleting files. The
// desk's own files are touched when the copy has proved whole, and not before.
//
// Durability: when Append or SetDraft returns nil, the change is on the disk.
// The tip is written then too, but left to the operating system to bring to
// the disk: after a power cut it may lag by some seconds. A tip that lags
// proves less; it can never be ahead of what is stored.
//
// # What is not promised
//
// A whole folder replaced by an older copy of itself opens without complaint.
// Nothing guards against a program that reads this process's memory. On a disk
// that another program fills to the last byte while Badger merges its tables,
// the program ends; nothing that was acknowledged is lost then. There is
// no way in when the passphrase and the recovery code are both lost. Sizes
// (by class), numbers of rows and times of writing can be guessed from the
// files.
//
// # Changing the format
//
// Format 1 is the first that is kept: every later version reads it. A header
// with a greater number is answered with journal.Newer, which names the version
// of the program that wrote it, and nothing of the folder is touched. The
// strings that begin with "onthaal/1/" are part of the format.
//
// A program that knows a later format brings the desk to it when it is opened,
// one format after the other: a backup in the desk's folder
// (before-format-2.backup), then some rows at a time, then the number in the
// header. How far it has come is the row of table m whose number is the new
// format: a byte, 1 or, when all rows are done, 2, and what the change itself
// needs to go on. A program finds by that row too that a store is beyond it.
package storage
