# Checks the include graph of the headers given as arguments (paths from include/):
# the layers, who may include which library, detail/ folders, cycles, the length of chains, and
# that each umbrella is complete. Prints each fault; the exit status says whether there was one.

BEGIN {
  # A room includes itself, the layers below it, and the rooms of its own layer listed as sideways.
  n = split("base 0 core 0 cpu 1 quant 1 stats 1 strata 1 kernels 2 sampling 2 metrics 2 " \
            "calibration 2 harness 3 report 4 io 4 lm 4 adapters 5 exec 5 interop 5 umbrella 6", t)
  for (i = 1; i < n; i += 2)
    layer[t[i]] = t[i + 1]
  sideways["core", "base"] = sideways["lm", "io"] = 1

  # The headers that may include a library, by the beginning of its include name.
  library["oneapi/"] = library["tbb/"] = "^tailgate/exec/tbb\\.hpp$"
  library["mpi.h"] = "^tailgate/exec/mpi\\.hpp$"
  library["xtensor/"] = library["xtl/"] = "^tailgate/interop/xtensor\\.hpp$"
  library["nlohmann/"] = "^tailgate/(io|lm)/"
  library["Eigen/"] = "^tailgate/quant/gptq\\.hpp$"
  library["doctest/"] = "^tailgate/adapters/doctest\\.hpp$"
  library["catch2/"] = "^tailgate/adapters/catch2\\.hpp$"
  library["gtest/"] = "^tailgate/adapters/googletest\\.hpp$"
  library["xsimd/"] = library["sys/"] = "."

  # Rooms without an umbrella: each of their headers needs a library of its own. The main umbrella
  # leaves out the rooms that need one.
  no_umbrella["adapters"] = no_umbrella["exec"] = no_umbrella["interop"] = 1
  left_out["io"] = left_out["lm"] = 1
}

function fail(text) { print text; failed = 1 }

# The room of a header; a header beside the folders belongs to the room it is the umbrella of.
function room_of(header,   part, n) {
  n = split(header, part, "/")
  if (n > 2)
    return part[2]
  if (header == "tailgate/tailgate.hpp")
    return "umbrella"
  sub(/\.hpp$/, "", part[2])
  return part[2] in layer ? part[2] : "base"
}

function is_umbrella(header) { return header !~ /\/.*\// && room_of(header) != "base" }

FNR == 1 { header[++headers] = FILENAME; known[FILENAME] = 1 }

/^[ \t]*#[ \t]*include/ {
  name = $0
  sub(/^[^<"]*[<"]/, "", name)
  sub(/[>"].*$/, "", name)
  if ($0 ~ /"/)
    fail(FILENAME ": write #include <" name ">, not quotes")
  else if (name ~ /^tailgate\//)
    edge[FILENAME, ++edges[FILENAME]] = name
  else
    outside(FILENAME, name)
}

function outside(from, name,   prefix) {
  for (prefix in library)
    if (index(name, prefix) == 1) {
      if (from !~ library[prefix])
        fail(from ": <" name "> belongs in " library[prefix])
      if (prefix !~ /xsimd|sys/)
        needs[from] = name
      return
    }
  if (name ~ /\//)
    fail(from ": <" name "> is of a library that is not in the table")
}

function check_edge(from, to,   a, b, home) {
  if (!(to in known)) {
    fail(from ": <" to "> does not exist")
    return
  }
  a = room_of(from)
  b = room_of(to)
  if (!(a in layer))
    fail(from ": room " a " is not in the table")
  else if (a != b && !(layer[b] < layer[a]) && !((a, b) in sideways))
    fail(from " (layer " layer[a] ") includes " to " (layer " layer[b] ")")
  if (to ~ /\/detail\// && a != b)
    fail(from ": " to " is visible to " b "/ only")
}

# The number of includes on the longest way down from a header.
function chain(from,   i, length_here, longest) {
  if (from in longest_chain)
    return longest_chain[from]
  if (from in on_the_way) {
    fail(from " includes itself through others")
    return 0
  }
  on_the_way[from] = 1
  longest = 0
  for (i = 1; i <= edges[from]; i++) {
    length_here = 1 + chain(edge[from, i])
    if (length_here > longest) {
      longest = length_here
      deepest[from] = edge[from, i]
    }
  }
  delete on_the_way[from]
  if (longest > 10 && !is_umbrella(from)) # an umbrella adds a step to everything by its nature
    fail(from ": a chain of " longest " includes; at most 10" way_down(from))
  return longest_chain[from] = longest
}

function way_down(from) { return from in deepest ? "\n  > " deepest[from] way_down(deepest[from]) : "" }

# Notes everything that `top` reaches.
function reach(top, from,   i) {
  if ((top, from) in reached)
    return
  reached[top, from] = 1
  for (i = 1; i <= edges[from]; i++)
    reach(top, edge[from, i])
}

END {
  for (i = 1; i <= headers; i++) {
    for (k = 1; k <= edges[header[i]]; k++)
      check_edge(header[i], edge[header[i], k])
    chain(header[i])
  }

  main = "tailgate/tailgate.hpp"
  reach(main, main)
  for (i = 1; i <= headers; i++) {
    h = header[i]
    room = room_of(h)
    if (((main, h) in reached) && (h in needs))
      fail(main " reaches <" needs[h] "> through " h)
    # A header that alone of its room needs a library is left out of the room's umbrella.
    if (room in no_umbrella || h ~ /\/detail\// || (h in needs && !(room in left_out)))
      continue
    umbrella = "tailgate/" room ".hpp"
    if (room != "base" && room != "umbrella") {
      if (!(umbrella in known)) {
        fail(umbrella " does not exist")
        known[umbrella] = 1
      }
      reach(umbrella, umbrella)
      if (!((umbrella, h) in reached))
        fail(umbrella " leaves out " h)
    }
    if (!(room in left_out) && (is_umbrella(h) || room == "base") && !((main, h) in reached))
      fail(main " leaves out " h)
  }
  print headers " headers checked"
  exit failed
}
