namespace MdeHunting.Checks;

/// <summary>A rule by which a query is checked.</summary>
/// <param name="id">Its id.</param>
/// <param name="severity">How grave it is.</param>
/// <param name="isOfRun">Whether a query that has it is refused or silently wrong, so that running it tells of it.</param>
/// <param name="title">What it is about.</param>
internal sealed class CheckRule(string id, MdeFindingSeverity severity, bool isOfRun, string title)
{
    /// <summary>Its id.</summary>
    public string Id => id;

    /// <summary>How grave it is.</summary>
    public MdeFindingSeverity Severity => severity;

    /// <summary>Whether running a query tells of it.</summary>
    public bool IsOfRun => isOfRun;

    /// <summary>What it is about.</summary>
    public string Title => title;

    /// <summary>Why it matters.</summary>
    public string Why { get; set; } = string.Empty;

    /// <summary>What to do.</summary>
    public string Fix { get; set; } = string.Empty;

    /// <summary>A query that has it.</summary>
    public string? Having { get; set; }

    /// <summary>A query that does not have it.</summary>
    public string? Without { get; set; }

    /// <summary>Whether the two are for readers alone: it takes the service, or more text than anyone reads.</summary>
    public bool IsShownOnly { get; set; }
}
