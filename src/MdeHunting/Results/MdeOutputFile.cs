using MdeHunting.Text;

namespace MdeHunting;

/// <summary>A file with the rows of one window of time, or with the hits of a sweep or their rows, as -OutputPath writes it.</summary>
public sealed class MdeOutputFile : MdeOutput
{
    internal MdeOutputFile(string fullName, string name)
    {
        FullName = fullName;
        Name = name;
    }

    /// <summary>The full path of the file.</summary>
    public string FullName { get; }

    /// <summary>The same, by which Import-Csv, Get-Content and Get-FileHash find the file when it comes down the pipeline.</summary>
    public string PSPath => FullName;

    /// <summary>The path from the folder on, with / between names, as in its journal.</summary>
    public string Name { get; }

    /// <summary>The beginning of the window (UTC, part of it); null for the query's own time.</summary>
    public DateTime? StartTime { get; internal init; }

    /// <summary>The end of the window (UTC, not part of it); null for the query's own time.</summary>
    public DateTime? EndTime { get; internal init; }

    /// <summary>The number of rows.</summary>
    public long RowCount { get; internal init; }

    /// <summary>The number of bytes.</summary>
    public long Length { get; internal init; }

    /// <summary>The SHA-256 of the file, in lower-case hexadecimal digits.</summary>
    public string Sha256 { get; internal init; } = string.Empty;

    /// <summary>
    /// The id of the error that tells of rows that the window has and the file does not, such as <c>ResultTruncated</c>; null where it has all of them, or
    /// where -MaxRows left some out on purpose.
    /// </summary>
    public string? ErrorId { get; internal init; }

    /// <summary>The service's id of the request: what Microsoft's support asks for.</summary>
    public string? RequestId { get; internal init; }

    /// <summary>When the file was written (UTC, by the clock of the machine that did).</summary>
    public DateTime? WrittenAt { get; internal init; }

    /// <summary>What the query is called among those of its pipeline: its file's name, or its number and first words.</summary>
    public string? QueryName { get; internal init; }

    /// <summary>The name of the connection that was asked.</summary>
    public string? Connection { get; internal init; }

    /// <summary>The tenant's id; null where it cannot be known.</summary>
    public string? TenantId { get; internal init; }

    /// <summary>Whether it was there before -Resume went on with the run, and was verified then.</summary>
    public bool WasThere { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => TerminalSafeText.Line(FullName);
}
