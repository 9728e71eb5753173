# Checks the regions compiled for another instruction set: no #include inside, nothing that depends
# on a macro of an instruction set (the region does not define it), every region closed.

function fail(text) { print FILENAME ":" FNR ": " text; failed = 1 }

FNR == 1 {
  if (open)
    print previous ": the region opened in line " open " is not closed"
  failed = failed || open
  open = 0
  previous = FILENAME
}

/^[ \t]*TAILGATE_TARGET_[A-Z0-9_]*BEGIN/ || /^[ \t]*#[ \t]*pragma[ \t]+(GCC[ \t]+push_options|clang[ \t]+attribute[ \t]+push)/ {
  if (open)
    fail("a region inside the region of line " open)
  open = FNR
  regions++
}

/^[ \t]*#[ \t]*pragma[ \t]+GCC[ \t]+target/ && !open { fail("target without push_options") }

/^[ \t]*TAILGATE_TARGET_END/ || /^[ \t]*#[ \t]*pragma[ \t]+(GCC[ \t]+pop_options|clang[ \t]+attribute[ \t]+pop)/ {
  if (!open)
    fail("closes a region that is not open")
  open = 0
}

open && /^[ \t]*#[ \t]*include/ { fail("#include inside a target region") }
open && /^[ \t]*#[ \t]*(if|elif).*__(AVX|SSE|FMA|F16C|BMI)/ {
  fail("the region does not define this macro")
}

END {
  if (open)
    fail("the region opened in line " open " is not closed")
  print regions + 0 " regions checked"
  exit failed
}
