using MdeHunting.Contract;
using MdeHunting.Journal;
using MdeHunting.Kql.Time;
using MdeHunting.Lab.Dataset;
using MdeHunting.Running.Windows;
using MdeHunting.TestKit;

namespace MdeHunting.Tests.Running;

/// <summary>A run of a query into a folder of its own, whose three windows have rows of a made-up tenant.</summary>
public abstract class OutputFolderCase : IDisposable
{
    protected const int Rows = 200;
    protected const string Query = "DeviceProcessEvents | project Timestamp, ReportId";
    protected static readonly DateTime Now = new(2026, 11, 25, 13, 0, 0, DateTimeKind.Utc);
    private protected static readonly TimeRange Month = new(Now.AddDays(-30), Now);
    private protected static readonly Split Days = new(false, TimeSpan.FromDays(10));

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("mdehunting-output-");

    protected string Root => _root.FullName;

    protected string Folder => Path.Combine(Root, "run");

    protected string Journal => Path.Combine(Folder, JournalFolder.JournalName);

    public void Dispose() => _root.Delete(recursive: true);

    private protected IReadOnlyList<JournalLine> Lines() => JournalLog.Read(new JournalFiles(), Journal).Lines;

    private protected static string? Id(FolderRun run) => (run.Thrown as OutputException)?.ErrorId;

    private protected static LabSession NewSession(Func<LabCall, MdeException?>? fault = null, DateTime? at = null, int rowLimit = 100_000) =>
        new(SkewedTenantData.Create(1, Now, Rows, TimeShape.Uniform) with { Now = at ?? Now }, TimeSpan.FromDays(60))
        {
            Fault = fault ?? (static _ => null),
            RowLimit = rowLimit,
        };

    // What is left out on resume is that of the first run.
    private protected Task<FolderRun> RunAsync(
        IHuntingSession session,
        Split split,
        bool isResume = false,
        IJournalFiles? files = null,
        MdeOutputFormat? format = MdeOutputFormat.JsonLines,
        int? maxRows = null
    ) =>
        FolderRun.OfAsync(
            session,
            Query,
            isResume ? FolderRun.Options(null, null, Split.Off) : FolderRun.Options(Month.Start, Month.End, split, maxRows),
            Folder,
            isResume,
            files,
            format
        );
}
