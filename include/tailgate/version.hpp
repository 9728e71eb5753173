// The one source of the library's version; the build files read it from here.
#pragma once

#define TAILGATE_VERSION_MAJOR 0
#define TAILGATE_VERSION_MINOR 1
#define TAILGATE_VERSION_PATCH 0
#define TAILGATE_VERSION_STRING "0.1.0"
