using System.Globalization;
using MdeHunting.Contract;
using MdeHunting.Journal;
using MdeHunting.Reporting;
using MdeHunting.Running;
using MdeHunting.Running.Time;
using MdeHunting.Running.Windows;
using MdeHunting.TestKit;
using MdeHunting.Tests.Journal;
using Xunit;

namespace MdeHunting.Tests.Running;

/// <summary>One query run into a folder, as the cmdlet runs it.</summary>
internal sealed class FolderRun
{
    /// <summary>What was given out.</summary>
    public List<MdeOutputFile> Files { get; } = [];

    /// <summary>What the run told.</summary>
    public RecordedReport Report { get; private init; } = new();

    /// <summary>What ended it; null where it came to its end.</summary>
    public Exception? Thrown { get; private set; }

    /// <summary>Runs it.</summary>
    public static async Task<FolderRun> OfAsync(
        IHuntingSession session,
        string query,
        RunOptions options,
        string path,
        bool isResume = false,
        IJournalFiles? files = null,
        MdeOutputFormat? format = MdeOutputFormat.JsonLines,
        bool isPreview = false,
        string[]? given = null,
        RecordedReport? report = null,
        CancellationToken token = default
    )
    {
        var run = new FolderRun { Report = report ?? new RecordedReport() };
        var connection = new MdeConnection("Lab", null, session);
        var folder = new OutputFolder(
            new OutputFolderOptions(files ?? new JournalFiles(), path, format)
            {
                IsResume = isResume,
                IsPreview = isPreview,
                Given = new HashSet<string>(given ?? [], StringComparer.OrdinalIgnoreCase),
            }
        );
        var subject = new JobSubject("1: query", null, null, connection, IsAlone: true) { SavedName = "query" };
        var output = new FolderOutput(
            folder,
            subject,
            file =>
            {
                run.Files.Add((MdeOutputFile)file);
                return Task.CompletedTask;
            }
        );
        try
        {
            await new QueryRunner(options).RunAsync(connection, query, output, run.Report, token);
            await folder.EndAsync(run.Report);
        }
        catch (Exception e) when (e is MdeException or KilledException or OperationCanceledException)
        {
            run.Thrown = e;
        }

        if (run.Thrown is KilledException)
        {
            ((FailingFiles)files!).Dispose();
        }
        else
        {
            folder.Dispose();
        }

        return run;
    }

    /// <summary>Options of a run.</summary>
    public static RunOptions Options(DateTime? start, DateTime? end, Split split, int? maxRows = null) =>
        new(new TimeRangeRequest(start, end, null), split, Force: false, maxRows, SendingOptions.Default with { RetryLimit = 0 });

    /// <summary>All rows in a folder, in the order of its files' names.</summary>
    public static string[] Rows(string path) =>
        [.. Directory.GetFiles(path, "*.jsonl", SearchOption.AllDirectories).Order(StringComparer.Ordinal).SelectMany(File.ReadAllLines)];

    /// <summary>Asserts that what the journal of a folder tells to be there is there, and that nothing else has a name of its own.</summary>
    public static void AssertTrue(string path)
    {
        var journal = Path.Combine(path, JournalFolder.JournalName);
        if (!File.Exists(journal))
        {
            Assert.DoesNotContain(Directory.GetFiles(path), file => file.EndsWith(".jsonl", StringComparison.Ordinal));
            return;
        }

        var lines = JournalLog.Read(new JournalFiles(), journal).Lines;
        var told = new Dictionary<string, JournalPart>(StringComparer.Ordinal);
        var written = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            switch (line.Text("event"))
            {
                case "writing":
                    told[line.Text("file")!] = JournalPart.Read(line)!;
                    break;
                case "written":
                    written.Add(line.Text("file")!);
                    break;
                case "setAside":
                    written.Remove(line.Text("file")!);
                    break;
            }
        }

        foreach (var file in Directory.GetFiles(path, "*.jsonl", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(path, file).Replace('\\', '/');
            Assert.Equal(told[name].Sha256, Hash(file));
            Assert.Equal(told[name].Facts.Number("rows")!.Value, File.ReadLines(file).Count());
            written.Remove(name);
        }

        Assert.Empty(written);
    }

    /// <summary>The SHA-256 of a file.</summary>
    public static string Hash(string file) =>
        Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file))).ToLower(CultureInfo.InvariantCulture);
}
