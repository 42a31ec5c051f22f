# Builds the web console, once, if that can be done here. Without it the server starts all the same, and says at / how to get it.

# has_console SOURCES TARGET
has_console() {
    [ -f "$2/index.html" ] && [ -z "$(find "$1/src" "$1/build" "$1/package-lock.json" -type f -newer "$2/index.html" -print -quit)" ]
}

# ensure_console SOURCES TARGET
ensure_console() {
    if has_console "$1" "$2"; then
        return 0
    fi
    # What failed, without a network for example, is not tried at every start.
    if [ -f "$2.failed" ] && ! [ "$1/package-lock.json" -nt "$2.failed" ]; then
        return 0
    fi
    if ! command -v npm >/dev/null 2>&1 || ! node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)' 2>/dev/null; then
        return 0
    fi
    echo "Building the web console (about 20 seconds) …" >&2
    if (cd "$1" && { [ -d node_modules/esbuild ] || npm ci --silent; } && node build/build.mjs) >"$2.log" 2>&1; then
        rm -rf "$2" "$2.failed" "$2.log"
        cp -R "$1/dist" "$2"
    else
        mv -f "$2.log" "$2.failed" 2>/dev/null || true
        echo "The web console could not be built; $2.failed says why. The server starts without." >&2
    fi
}
