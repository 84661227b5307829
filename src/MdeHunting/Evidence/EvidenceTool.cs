using System.Globalization;
using System.Management.Automation;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using MdeHunting.Journal;
using MdeHunting.Text;

namespace MdeHunting.Evidence;

/// <summary>What collects the evidence: the module and its files, PowerShell, the system, and this machine's zone.</summary>
internal static class EvidenceTool
{
    private const string Manifest = "MdeHunting.psd1";

    // Those of the package.
    private static readonly string[] Folders = ["bin", "en-US", "Views"];

    // Once for the process: a file that is loaded is not changed under it.
    private static readonly Lazy<JournalLine> Facts = new(Read);

    /// <summary>The module's name and version, as <c>bag-info.txt</c> names the software that made the bag.</summary>
    public static string Agent { get; } = $"MdeHunting {ModuleVersion.Own}";

    /// <summary>The members of <c>tool.json</c>.</summary>
    public static JournalLine ToLine() => Facts.Value;

    private static JournalLine Read() =>
        new JournalLine()
            .With("module", "MdeHunting")
            .With("moduleVersion", ModuleVersion.Own)
            .With("powerShell", ModuleVersion.Of(typeof(PSObject).Assembly))
            .With("framework", RuntimeInformation.FrameworkDescription)
            .With("system", RuntimeInformation.OSDescription.Trim())
            .With("architecture", RuntimeInformation.ProcessArchitecture.ToString())
            .With("computer", Environment.MachineName)
            .With("user", Environment.UserName)
            .With("timeZone", TimeZoneInfo.Local.Id)
            .With("culture", CultureInfo.CurrentCulture.Name)
            .With("moduleFilesSha256", FilesOf(Path.GetDirectoryName(typeof(EvidenceTool).Assembly.Location)!));

    /// <summary>The files of the module and their SHA-256, from its folder on; where there is no such folder, the assemblies.</summary>
    /// <param name="bin">The folder of the public assembly, in the module's.</param>
    internal static KeyValuePair<string, string>[] FilesOf(string bin)
    {
        // A checkout has more beside what the package has.
        var root = Path.GetDirectoryName(bin) is { } above && File.Exists(Path.Combine(above, Manifest)) ? above : bin;
        var files =
            root == bin
                ? Directory.EnumerateFiles(bin, "*.dll", SearchOption.AllDirectories)
                : Folders
                    .Select(folder => Path.Combine(root, folder))
                    .Where(Directory.Exists)
                    .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
                    .Concat(Directory.EnumerateFiles(root));
        return
        [
            .. files
                .OrderBy(file => file, StringComparer.Ordinal)
                .Select(file => new KeyValuePair<string, string>(file.Substring(root.Length + 1).Replace(Path.DirectorySeparatorChar, '/'), Sha256(file))),
        ];
    }

    private static string Sha256(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var sha256 = SHA256.Create();
        return Sha256Text.Digits(sha256.ComputeHash(stream));
    }
}
