package storage

// step names a point of a change that takes several steps on the disk (slots,
// re-key, backup, restore, migration, recovery). It does nothing; the tests
// put something there that kills the process, to prove that whatever point it
// dies at, the old or the new is there and never neither.
var step = func(name string) {}
