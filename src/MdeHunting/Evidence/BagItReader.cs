using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using MdeHunting.Journal;
using MdeHunting.Text;

namespace MdeHunting.Evidence;

/// <summary>
/// Reads any bag as RFC 8493 and the drafts before it have it, whoever made it: what is wrong with it, and what is unusual. Nothing that it names is fetched,
/// and nothing outside of it is read. Evidence is held to more (<see cref="BagVerification"/>).
/// </summary>
/// <param name="files">The files.</param>
/// <param name="path">The bag's folder.</param>
/// <param name="token">Ends it.</param>
internal sealed class BagItReader(IJournalFiles files, string path, CancellationToken token)
{
    private static readonly Regex Version = new(@"^BagIt-Version: (?<major>[0-9]+)\.(?<minor>[0-9]+)$", RegexOptions.CultureInvariant);
    private static readonly Regex EncodingLine = new(@"^Tag-File-Character-Encoding: (?<name>\S+)$", RegexOptions.CultureInvariant);
    private static readonly Regex ManifestName = new(@"^(?<tag>tag)?manifest-(?<algorithm>[a-z0-9]+)\.txt$", RegexOptions.CultureInvariant);
    private static readonly string[] SystemFiles = [".DS_Store", "Thumbs.db", "desktop.ini"];

    private readonly List<string> _errors = [];
    private readonly List<string> _warnings = [];
    private readonly Dictionary<string, string> _payload = new(StringComparer.Ordinal);
    private Encoding _encoding = new UTF8Encoding(false, throwOnInvalidBytes: true);
    private bool _isOfRfc;

    /// <summary>What makes it no valid bag.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>What is unusual, and may be trouble elsewhere.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Reads it.</summary>
    /// <exception cref="EvidenceException">A file cannot be read.</exception>
    public void Read()
    {
        var there = BagFolder.Reading(path, () => BagFolder.AllFiles(files, path));
        if (!ReadDeclaration())
        {
            return;
        }

        if (!files.FolderExists(RecordedResponse.FullPath(path, BagText.PayloadFolder)))
        {
            _errors.Add($"The folder {BagText.Payload} is missing.");
        }

        var payload = there.Where(IsPayload).ToList();
        payload.ForEach(file => _payload[Alike(file)] = file);
        var manifests = there.Select(file => (File: file, Match: ManifestName.Match(file))).Where(one => one.Match.Success).ToList();
        var listed = new HashSet<string>(StringComparer.Ordinal);
        if (!manifests.Exists(one => !one.Match.Groups["tag"].Success))
        {
            _errors.Add("There is no manifest of the payload.");
        }

        foreach (var (file, match) in manifests)
        {
            var isTag = match.Groups["tag"].Success;
            var names = ReadManifest(file, match.Groups["algorithm"].Value, isTag);
            if (!isTag)
            {
                listed.UnionWith(names);

                // RFC 8493, section 3: each manifest lists each file; before it, one of them did.
                Unlisted(payload.Where(one => _isOfRfc && !names.Contains(one)), file);
            }
        }

        Unlisted(payload.Where(one => !_isOfRfc && !listed.Contains(one)), "a manifest");
        ReadFetch(there);
        ReadOxum(payload);
        _warnings.AddRange(
            payload.Where(file => SystemFiles.Contains(file.Substring(file.LastIndexOf('/') + 1))).Select(file => $"'{file}' is a file of a system.")
        );
        Alike(payload.Concat(listed).Distinct(StringComparer.Ordinal), "the bag");
    }

    private bool ReadDeclaration()
    {
        var full = RecordedResponse.FullPath(path, BagText.DeclarationName);
        if (!files.FileExists(full))
        {
            _errors.Add($"{BagText.DeclarationName} is missing.");
            return false;
        }

        var bytes = BagFolder.Reading(full, () => BagFolder.ReadAll(files, full));
        var lines = Encoding.UTF8.GetString(bytes).Replace("\r\n", "\n").TrimEnd('\n').Split('\n');
        var (version, encoding) = (Version.Match(lines[0]), EncodingLine.Match(lines.Length > 1 ? lines[1] : string.Empty));
        if (lines.Length != 2 || !version.Success || !encoding.Success)
        {
            _errors.Add($"{BagText.DeclarationName} isn't two lines that declare a version and an encoding, without a byte order mark.");
            return false;
        }

        var number = int.Parse(version.Groups["major"].Value, CultureInfo.InvariantCulture);
        _isOfRfc = number >= 1;
        if (number > 1)
        {
            _errors.Add($"The version {version.Groups["major"].Value}.{version.Groups["minor"].Value} of BagIt isn't known.");
            return false;
        }

        if (EncodingOf(encoding.Groups["name"].Value) is not { } found)
        {
            _errors.Add($"The encoding '{TerminalSafeText.Line(encoding.Groups["name"].Value)}' isn't known.");
            return false;
        }

        _encoding = found;
        return true;
    }

    private static Encoding? EncodingOf(string name) =>
        name.ToUpperInvariant() switch
        {
            "UTF-8" => new UTF8Encoding(false, throwOnInvalidBytes: true),
            "UTF-16" => new UnicodeEncoding(bigEndian: true, byteOrderMark: true),
            "ISO-8859-1" or "US-ASCII" => Encoding.GetEncoding("ISO-8859-1"),
            _ => null,
        };

    private HashSet<string> ReadManifest(string manifest, string algorithm, bool isTag)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var sums = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in Lines(manifest))
        {
            var gap = line.IndexOfAny([' ', '\t']);
            var written = gap < 0 ? string.Empty : line.Substring(gap).TrimStart(' ', '\t');
            if (written.StartsWith("*", StringComparison.Ordinal))
            {
                _warnings.Add($"{manifest} is written as md5sum and its like do, with an asterisk.");
                written = written.Substring(1);
            }

            if (written.StartsWith("./", StringComparison.Ordinal))
            {
                _warnings.Add($"{manifest} begins '{TerminalSafeText.Line(written)}' with a dot.");
                written = written.Substring(2);
            }

            var name = Decoded(written);
            if (name.Length == 0 || BagText.Climbs(name) || (!isTag && !IsPayload(name)))
            {
                _errors.Add($"{manifest} names '{TerminalSafeText.Line(written)}', which isn't a path below {(isTag ? "the bag" : "data/")}.");
                continue;
            }

            var sum = line.Substring(0, gap).ToLowerInvariant();
            if (sums.TryGetValue(name, out var before))
            {
                (before == sum && !_isOfRfc ? _warnings : _errors).Add($"{manifest} lists '{TerminalSafeText.Line(name)}' twice.");
            }

            sums[name] = sum;
            names.Add(name);
        }

        Alike(names, manifest);
        Compare(manifest, algorithm, sums);
        return names;
    }

    // What stands for a line end, and the sign itself (RFC 8493, section 2.1.3); a name of before may have it as it is.
    private string Decoded(string written)
    {
        var decoded = BagText.Decode(written);
        return decoded == written || files.FileExists(RecordedResponse.FullPath(path, decoded)) || BagText.Climbs(written) ? decoded
            : files.FileExists(RecordedResponse.FullPath(path, written)) ? written
            : decoded;
    }

    private void Compare(string manifest, string algorithm, Dictionary<string, string> sums)
    {
        using var first = HashOf(algorithm);
        if (first is null)
        {
            _warnings.Add($"The hash '{algorithm}' of {manifest} isn't known here, so it wasn't checked.");
        }

        foreach (var sum in sums)
        {
            token.ThrowIfCancellationRequested();
            var full = RecordedResponse.FullPath(path, sum.Key);

            // On some systems it would be the file that is there, which is told as a warning.
            if (!files.FileExists(full) && _payload.TryGetValue(Alike(sum.Key), out var alike))
            {
                full = RecordedResponse.FullPath(path, alike);
            }

            if (!files.FileExists(full))
            {
                _errors.Add($"'{TerminalSafeText.Line(sum.Key)}', which {manifest} lists, is missing.");
                continue;
            }

            using var hash = HashOf(algorithm);
            if (hash is not null && BagFolder.Reading(full, () => Digits(hash, full)) != sum.Value)
            {
                _errors.Add($"'{TerminalSafeText.Line(sum.Key)}' isn't what {manifest} lists.");
            }
        }
    }

    private string Digits(HashAlgorithm hash, string full)
    {
        using var stream = files.Open(full);
        return Sha256Text.Digits(hash.ComputeHash(stream));
    }

    private void ReadFetch(IReadOnlyList<string> there)
    {
        if (!there.Contains("fetch.txt"))
        {
            return;
        }

        _warnings.Add("fetch.txt names files to fetch. Nothing is fetched.");
        foreach (var line in Lines("fetch.txt"))
        {
            var parts = line.Split([' ', '\t'], 3, StringSplitOptions.RemoveEmptyEntries);
            var name = parts.Length == 3 ? BagText.Decode(parts[2]) : string.Empty;
            if (name.Length == 0 || BagText.Climbs(name) || !IsPayload(name))
            {
                _errors.Add($"fetch.txt has '{TerminalSafeText.Line(line)}', which isn't an address, a length, and a path below data/.");
            }
        }
    }

    // Section 2.2.2: how many bytes and files the payload has.
    private void ReadOxum(List<string> payload)
    {
        var full = RecordedResponse.FullPath(path, BagText.InfoName);
        if (!files.FileExists(full))
        {
            return;
        }

        const string Label = "Payload-Oxum:";
        if (Lines(BagText.InfoName).Find(line => line.StartsWith(Label, StringComparison.OrdinalIgnoreCase)) is not { } told)
        {
            return;
        }

        var bytes = payload.Sum(file => BagFolder.Reading(file, () => Length(file)));
        if (told.Substring(Label.Length).Trim() != FormattableString.Invariant($"{bytes}.{payload.Count}"))
        {
            _errors.Add(FormattableString.Invariant($"{BagText.InfoName} says '{TerminalSafeText.Line(told)}', and the payload has {bytes}.{payload.Count}."));
        }
    }

    private long Length(string file)
    {
        using var stream = files.Open(RecordedResponse.FullPath(path, file));
        return stream.Length;
    }

    private void Unlisted(IEnumerable<string> payload, string manifest) =>
        _errors.AddRange(payload.Select(file => $"'{TerminalSafeText.Line(file)}' isn't in {manifest}."));

    private void Alike(IEnumerable<string> names, string where)
    {
        foreach (var alike in names.GroupBy(Alike, StringComparer.Ordinal).Where(one => one.Count() > 1))
        {
            _warnings.Add($"{where} has names that are one on some systems: {string.Join(", ", alike.Select(name => $"'{TerminalSafeText.Line(name)}'"))}.");
        }
    }

    private static string Alike(string name) => name.Normalize(NormalizationForm.FormC).ToUpperInvariant();

    private List<string> Lines(string file)
    {
        var full = RecordedResponse.FullPath(path, file);
        var bytes = BagFolder.Reading(full, () => BagFolder.ReadAll(files, full));
        try
        {
            using var reader = new StreamReader(new MemoryStream(bytes), _encoding, detectEncodingFromByteOrderMarks: true);
            return [.. reader.ReadToEnd().Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Where(line => line.Trim().Length > 0)];
        }
        catch (DecoderFallbackException)
        {
            _errors.Add($"{file} isn't in the encoding that {BagText.DeclarationName} declares.");
            return [];
        }
    }

    private static bool IsPayload(string file) => file.StartsWith(BagText.Payload, StringComparison.Ordinal);

    private static HashAlgorithm? HashOf(string algorithm) =>
        algorithm switch
        {
#pragma warning disable CA5350, CA5351 // Others' bags have what their time had; evidence has SHA-256.
            "md5" => MD5.Create(),
            "sha1" => SHA1.Create(),
#pragma warning restore CA5350, CA5351
            "sha256" => SHA256.Create(),
            "sha384" => SHA384.Create(),
            "sha512" => SHA512.Create(),
            _ => null,
        };
}
