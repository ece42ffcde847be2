//! Makes the pages in `web/` with npm, and hands them to `src/http/web.rs`.
//!
//! A bundle belongs to what it was made of: it lies in `web/HASH` in the target directory, where debug
//! and release builds and the checks all find it. Where there is no Node, or `BOLE_WEB=off`, there is no
//! bundle, and the server says on its front page how to get one.

use std::{
    collections::hash_map::DefaultHasher,
    env,
    fs::{self, File},
    hash::{Hash, Hasher},
    io,
    path::{Path, PathBuf},
    process::Command,
};

/// What the bundle is made of, besides the version and [`README`].
const SOURCES: [&str; 10] = [
    "schema.graphql",
    "web/build",
    "web/codegen.ts",
    "web/graphiql.html",
    "web/index.html",
    "web/package-lock.json",
    "web/package.json",
    "web/src",
    "web/tsconfig.json",
    "web/vite.config.ts",
];

/// GraphiQL shows its queries. It alone is no reason to build anew: it changes often, they seldom.
const README: &str = "README.md";

/// The lock file that was installed last; npm would install all of it again.
const INSTALLED: &str = "web/node_modules/installed.json";

/// The oldest Node that the tools run on, as `web/package.json` says.
const NODE_MAJOR_MIN: u32 = 20;

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-env-changed=BOLE_WEB");
    for path in SOURCES {
        println!("cargo::rerun-if-changed={path}");
    }
    let mut sources = files(SOURCES.map(PathBuf::from).to_vec())?;
    sources.push(PathBuf::from(README));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo names a directory for output"));
    let stamp = stamp(&sources)?;
    let bundle = bundle(&target(&out).join("web"), &stamp)?;
    fs::write(out.join("web.rs"), table(bundle.as_deref(), &stamp)?)
}

/// The directory with the pages; none where they can't be made here.
fn bundle(target: &Path, stamp: &str) -> io::Result<Option<PathBuf>> {
    if env::var_os("BOLE_WEB").is_some_and(|it| it == "off") {
        println!("cargo::warning=BOLE_WEB=off: the server is built without its pages");
        return Ok(None);
    }
    fs::create_dir_all(target)?;
    // Of two builds that begin together, the second finds what the first has made.
    let lock = File::create(target.join("lock"))?;
    lock.lock()?;
    let bundle = target.join(stamp);
    if bundle.is_dir() {
        return Ok(Some(bundle));
    }
    if let Err(why) = tools() {
        println!("cargo::warning={why}: the server is built without its pages");
        return Ok(None);
    }
    let half = target.join("half");
    let built = npm(&["run", "--silent", "build"], Some(&half))?;
    assert!(
        built.is_ok(),
        "the pages in `web/` can't be built:\n{}",
        built.unwrap_or_else(|it| it)
    );
    fs::rename(&half, &bundle)?;
    Ok(Some(bundle))
}

/// Installs what the pages are built with, or says why it can't.
fn tools() -> Result<(), String> {
    let node = Command::new("node").arg("--version").output();
    let version = node.map(|it| String::from_utf8_lossy(&it.stdout).trim().to_owned());
    let major = version.as_deref().ok().and_then(|it| it.strip_prefix('v'));
    let major = major.and_then(|it| it.split('.').next()?.parse::<u32>().ok());
    match major {
        None => return Err("there is no Node here".to_owned()),
        Some(major) if major < NODE_MAJOR_MIN => {
            return Err(format!("this Node is {major}, and it takes {NODE_MAJOR_MIN} or later"));
        }
        Some(_) => (),
    }
    let lock = fs::read("web/package-lock.json").map_err(|why| why.to_string())?;
    if fs::read(INSTALLED).is_ok_and(|it| it == lock) {
        return Ok(());
    }
    let install = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
    match npm(&install, None) {
        Ok(Ok(_)) => fs::write(INSTALLED, lock).map_err(|why| why.to_string()),
        Ok(Err(text)) => Err(format!(
            "npm can't install ({})",
            text.lines().take(3).collect::<Vec<_>>().join(" ")
        )),
        Err(why) => Err(format!("npm can't be run ({why})")),
    }
}

/// Runs npm in `web/`; gives what it wrote, as an error where it failed.
fn npm(arguments: &[&str], out: Option<&Path>) -> io::Result<Result<String, String>> {
    let mut command = Command::new("npm");
    command.args(arguments).current_dir("web").env("NO_COLOR", "1");
    if let Some(out) = out {
        command.env("BOLE_WEB_OUT", out);
    }
    let output = command.output()?;
    let text = [output.stderr, output.stdout].concat();
    let text = String::from_utf8_lossy(&text).into_owned();
    Ok(if output.status.success() { Ok(text) } else { Err(text) })
}

/// The target directory, which holds `debug/build/PACKAGE/out`; cargo marks it where it makes it.
fn target(out: &Path) -> PathBuf {
    let marked = out.ancestors().find(|it| it.join("CACHEDIR.TAG").is_file());
    marked.or(out.ancestors().nth(4)).unwrap_or(out).to_owned()
}

/// Every file at or below some paths, sorted.
fn files(mut paths: Vec<PathBuf>) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    while let Some(path) = paths.pop() {
        if path.is_dir() {
            for entry in fs::read_dir(&path)? {
                paths.push(entry?.path());
            }
        } else {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Names what the bundle is made of: another one for other sources.
fn stamp(sources: &[PathBuf]) -> io::Result<String> {
    let mut hasher = DefaultHasher::new();
    env!("CARGO_PKG_VERSION").hash(&mut hasher);
    for path in sources {
        path.hash(&mut hasher);
        fs::read(path)?.hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// The bundle as a table in Rust: each file with its packed forms.
fn table(bundle: Option<&Path>, stamp: &str) -> io::Result<String> {
    let mut entries = Vec::new();
    for file in bundle.map_or(Ok(Vec::new()), |it| files(vec![it.to_owned()]))? {
        let name = file.strip_prefix(bundle.unwrap_or(&file)).expect("it was found there");
        let (name, path) = (name.display().to_string(), file.display().to_string());
        if file.extension().is_some_and(|it| it == "br" || it == "gz") {
            continue;
        }
        let packed = |ending: &str| {
            let path = format!("{path}.{ending}");
            let included = format!("Some(include_bytes!({path:?}))");
            if Path::new(&path).is_file() { included } else { "None".to_owned() }
        };
        let (brotli, gzip) = (packed("br"), packed("gz"));
        entries.push(format!(
            "File {{ path: {name:?}, plain: include_bytes!({path:?}), brotli: {brotli}, gzip: {gzip} }},"
        ));
    }
    let entries = entries.join("\n    ");
    Ok(format!("const FILES: &[File] = &[\n    {entries}\n];\nconst STAMP: &str = {stamp:?};\n"))
}
