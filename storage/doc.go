// Package storage is the vault: it keeps journals in one folder, sealed, so
// that who takes the laptop reads nothing and who damages a file is found out.
// It knows a journal.Record's fields but never looks into a Body or a head.
//
// # Use
//
// At names a folder; Vault.Create makes a desk in it, Vault.Unlock opens one
// with a passphrase or the recovery code, Vault.Check reads and authenticates
// all of it. The Store that they give answers Heads and Read, grows by
// Append, and must be closed. Programs call Harden first, once.
//
// # Files
//
//	<folder>/        mode 0700
//	  app.lock       held while one program has the desk open or tries to
//	  vault.json     the header: format, cost of the passphrase, slots
//	  seal           what every file of db/ was at the last clean close
//	  tip            how far the audit chain has come, while the desk is open
//	  db/            Badger, encrypted
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
//	master key -HKDF-> badger | header | seal | tip | wrap | audit | links | drafts | backup
//	wrap -XChaCha20-Poly1305-> a random key per journal -> its records, head and draft
//	backup -XChaCha20-Poly1305-> an age identity, to which backups are encrypted
//
// One salt and one cost serve all slots. The cost is checked against bounds
// before any memory is taken for it, and is part of the associated data of
// every slot, so that nobody can lower it.
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
//
// Durability: when Append or SetDraft returns nil, the change is on the disk.
// The tip is written then too, but left to the operating system to bring to
// the disk: after a power cut it may lag by some seconds. A tip that lags
// proves less; it can never be ahead of what is stored.
//
// # What is not promised
//
// A whole folder replaced by an older copy of itself opens without complaint.
// Nothing guards against a program that reads this process's memory. There is
// no way in when the passphrase and the recovery code are both lost. Sizes
// (by class), numbers of rows and times of writing can be guessed from the
// files.
//
// # Changing the format
//
// Format 1 is the first that is kept: every later version reads it. A header with a greater number is answered with
// journal.ErrNewer and nothing of the folder is touched. The strings that
// begin with "onthaal/1/" are part of the format.
package storage
