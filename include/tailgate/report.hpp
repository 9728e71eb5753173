// The report room: terminal text, JSON, JUnit XML, Markdown and HTML, all pure functions of a
// comparison.
#pragma once

#include <tailgate/report/display_width.hpp>
#include <tailgate/report/escape.hpp>
#include <tailgate/report/html.hpp>
#include <tailgate/report/html_script.hpp>
#include <tailgate/report/html_style.hpp>
#include <tailgate/report/json.hpp>
#include <tailgate/report/junit.hpp>
#include <tailgate/report/markdown.hpp>
#include <tailgate/report/number.hpp>
#include <tailgate/report/text.hpp>
#include <tailgate/report/text_options.hpp>
