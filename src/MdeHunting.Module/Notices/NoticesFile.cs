using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace MdeHunting.Module.Notices;

/// <summary>Writes who made what is shipped and is not ours, and on which terms.</summary>
internal static partial class NoticesFile
{
    // What was taken over of others' data, as the headers of the files say that have it.
    private const string Data = """
        Data of the MISP project, in MdeHunting.dll
          https://github.com/MISP/misp-warninglists
          at 84f0610aaf3b32159285c9b85510d0f415ea6b27: of the warning lists tlds,
          empty-hashes, eicar.com, common-ioc-false-positive, public-dns-v4,
          public-dns-v6 and public-dns-hostname

        CC0 1.0 Universal: https://creativecommons.org/publicdomain/zero/1.0/
        The authors have dedicated the work to the public domain, and waived their
        rights to it worldwide as far as the law allows. It comes without warranty.
        """;

    private static readonly string Rule = new('-', 78);

    /// <param name="path">The file to write.</param>
    /// <param name="shipped">The files that are shipped or went into what is, as they lie in the package cache.</param>
    public static void Write(string path, IEnumerable<string> shipped)
    {
        var packages = shipped
            .Select(file => (File: Path.GetFileName(file), Package: ShippedPackage.Of(file)))
            .GroupBy(one => one.Package, (package, files) => (Package: package, Files: files.Select(one => one.File).Distinct().Order(StringComparer.Ordinal)))
            .OrderBy(one => one.Package.Id, StringComparer.OrdinalIgnoreCase)
            .ThenBy(one => one.Package.Version, StringComparer.Ordinal)
            .ToList();
        var text = new StringBuilder("MdeHunting contains the work of others, on these terms.\n");
        foreach (var same in packages.GroupBy(one => one.Package.License))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{Rule}\n");
            foreach (var (package, files) in same)
            {
                text.Append(CultureInfo.InvariantCulture, $"{package.Id} {package.Version} ({string.Join(", ", files)})\n  {package.Address}\n");
            }

            text.Append(CultureInfo.InvariantCulture, $"{Rule}\n\n{same.Key}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"\n{Rule}\n{Data.ReplaceLineEndings("\n")}\n");
        var notices = packages.Where(one => one.Package.Notices is not null).SelectMany(one => Sections(one.Package.Notices!)).Distinct().ToList();
        if (notices.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{Rule}\nWhat these packages say themselves of the work of others in them\n{Rule}\n\n");
            text.Append(CultureInfo.InvariantCulture, $"{string.Join("\n\n", notices)}\n");
        }

        File.WriteAllText(path, text.ToString());
    }

    // Packages of one family repeat most of each other's notices; each is told once.
    private static IEnumerable<string> Sections(string notices) =>
        SectionStart().Split(notices).Select(section => section.Trim()).Where(section => section.Length > 0);

    [GeneratedRegex("^(?=License notice for )", RegexOptions.Multiline)]
    private static partial Regex SectionStart();
}
