// The words that the copying prompts are made of.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

namespace quality_cliff {

using word_list = std::vector<std::string_view>; ///< UTF-8, no word twice

/// Everyday English.
[[nodiscard]] inline const word_list& common_words() {
  static const word_list words = {"after", "again", "apple", "bread", "bridge", "brother", "carry",
      "chair", "child", "city", "clean", "cloud", "coat", "cold", "corner", "cup", "dance", "door",
      "early", "east", "evening", "family", "field", "fire", "floor", "flower", "friend", "garden",
      "glass", "green", "hand", "happy", "heart", "hill", "home", "horse", "house", "island",
      "kitchen", "lake", "large", "letter", "light", "little", "market", "milk", "money", "moon",
      "morning", "mother", "music", "night", "ocean", "open", "orange", "paper", "party", "people",
      "picture", "plant", "quick", "quiet", "rain", "river", "road", "school", "sea", "shirt",
      "short", "sister", "sleep", "small", "snow", "song", "south", "spring", "stone", "story",
      "street", "summer", "sun", "table", "teacher", "ticket", "tree", "village", "wall", "warm",
      "water", "weather", "white", "wind", "window", "winter", "wood", "world", "yellow", "young"};
  return words;
}

/// English words that most corpora hold a handful of times, if at all.
[[nodiscard]] inline const word_list& rare_words() {
  static const word_list words = {"abecedarian", "absquatulate", "acnestis", "bailiwick",
      "batrachian", "borborygmus", "brobdingnagian", "callipygian", "catawampus",
      "chryselephantine", "clinquant", "colporteur", "crepuscular", "defenestrate", "deliquescent",
      "discombobulate", "ensorcell", "erinaceous", "escutcheon", "fanfaronade", "farrago",
      "fissiparous", "flibbertigibbet", "frangipane", "gallimaufry", "gasconade", "glabrous",
      "gobemouche", "haruspex", "hobbledehoy", "inchoate", "isochronal", "jobbernowl",
      "kakistocracy", "kerfuffle", "lachrymose", "limerence", "logorrhea", "lollygag", "lugubrious",
      "macaronic", "mumpsimus", "nudiustertian", "obnubilate", "omphaloskepsis", "oxter",
      "palimpsest", "panjandrum", "pettifogger", "petrichor", "quaquaversal", "quincunx", "quoin",
      "rodomontade", "rubicund", "sacerdotal", "scrivener", "sesquipedalian", "smaragdine",
      "snollygoster", "syzygy", "taradiddle", "tatterdemalion", "tintinnabulation",
      "ultracrepidarian", "umbriferous", "usufruct", "valetudinarian", "verdigris", "widdershins",
      "xanthous", "xylography", "yarborough", "zugzwang", "zymurgy"};
  return words;
}

/// Everyday nouns in scripts other than Latin.
[[nodiscard]] inline const std::vector<std::pair<std::string_view, word_list>>& words_by_script() {
  static const std::vector<std::pair<std::string_view, word_list>> scripts = {
      {"Cyrillic", {"вода", "хлеб", "окно", "дорога", "книга", "рука", "город", "берег", "молоко",
                       "звезда", "песня", "лошадь", "соль", "трава", "письмо", "мост"}},
      {"Greek", {"νερό", "ψωμί", "σπίτι", "δρόμος", "βιβλίο", "χέρι", "πόλη", "θάλασσα", "γάλα",
                    "αστέρι", "τραγούδι", "άλογο", "αλάτι", "γέφυρα", "δέντρο", "ήλιος"}},
      {"Armenian", {"ջուր", "հաց", "տուն", "գիրք", "ձեռք", "քաղաք", "ծով", "կաթ", "աստղ", "երգ",
                       "ձի", "աղ", "կամուրջ", "ծառ", "արև", "լուսին"}},
      {"Georgian", {"წყალი", "პური", "სახლი", "გზა", "წიგნი", "ხელი", "ქალაქი", "ზღვა", "რძე",
                       "სიმღერა", "ცხენი", "მარილი", "ხიდი", "მზე", "მთვარე", "ფანჯარა"}},
      {"Hebrew", {"מים", "לחם", "בית", "דרך", "ספר", "יד", "עיר", "ים", "חלב", "כוכב", "שיר", "סוס",
                     "מלח", "גשר", "עץ", "שמש"}},
      {"Arabic", {"ماء", "خبز", "بيت", "طريق", "كتاب", "يد", "مدينة", "بحر", "حليب", "نجم", "أغنية",
                     "حصان", "ملح", "جسر", "شجرة", "شمس"}},
      {"Devanagari", {"पानी", "रोटी", "घर", "रास्ता", "किताब", "हाथ", "शहर", "समुद्र", "दूध", "तारा",
                         "गीत", "घोड़ा", "नमक", "पुल", "पेड़", "सूरज"}},
      {"Gujarati", {"પાણી", "રોટલી", "ઘર", "રસ્તો", "ચોપડી", "હાથ", "શહેર", "દરિયો", "દૂધ", "તારો",
                       "ગીત", "ઘોડો", "મીઠું", "પુલ", "ઝાડ", "સૂરજ"}},
      {"Thai", {"น้ำ", "ขนมปัง", "บ้าน", "ถนน", "หนังสือ", "มือ", "เมือง", "ทะเล", "นม", "ดาว", "เพลง",
                   "ม้า", "เกลือ", "สะพาน", "ต้นไม้", "ดวงจันทร์"}},
      {"Ethiopic", {"ውሃ", "ዳቦ", "ቤት", "መንገድ", "መጽሐፍ", "እጅ", "ከተማ", "ባሕር", "ወተት", "ኮከብ", "ዘፈን",
                       "ፈረስ", "ጨው", "ድልድይ", "ዛፍ", "ፀሐይ"}},
      {"Hangul", {"물", "빵", "집", "도로", "책", "손", "도시", "바다", "우유", "별", "노래", "말",
                     "소금", "다리", "나무", "태양"}},
      {"Han", {"水", "面包", "房子", "道路", "书本", "手掌", "城市", "大海", "牛奶", "星星", "歌曲",
                  "马匹", "盐", "桥梁", "树木", "太阳"}},
  };
  return scripts;
}

/// Parts of program identifiers, in lower case ASCII.
[[nodiscard]] inline const word_list& identifier_parts() {
  static const word_list words = {"alloc", "arg", "async", "attr", "backoff", "buf", "byte",
      "cache", "callback", "checksum", "chunk", "codec", "cursor", "deque", "dispatch", "elem",
      "emit", "enqueue", "epoch", "flush", "glyph", "handle", "hash", "heap", "http", "idx", "init",
      "iter", "json", "latch", "len", "mutex", "node", "offset", "parse", "payload", "poll",
      "prefetch", "ptr", "queue", "regex", "retry", "schema", "shard", "socket", "stride", "sync",
      "token", "tuple", "url", "utf", "vec", "vtable", "xml", "yield", "zip"};
  return words;
}

} // namespace quality_cliff
