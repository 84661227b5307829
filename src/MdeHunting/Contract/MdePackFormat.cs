namespace MdeHunting;

/// <summary>The formats in which hunting queries are published.</summary>
public enum MdePackFormat
{
    /// <summary>Recognized from the file's name and content.</summary>
    Auto,

    /// <summary>Microsoft Sentinel's hunting queries in YAML.</summary>
    SentinelHunting,

    /// <summary>Microsoft Sentinel's analytics rules in YAML.</summary>
    SentinelAnalytics,

    /// <summary>Markdown, in which each fenced block of KQL is a query.</summary>
    Markdown,

    /// <summary>A text with one query or several, such as a .kql, .csl or .txt file. Comments ahead of a query describe it.</summary>
    Text,

    /// <summary>A text whose comments name the fields of the query template: Name, Id, Description, Techniques.</summary>
    Template,

    /// <summary>A text whose queries declare their parameters, as Azure Data Explorer's do.</summary>
    DataExplorer,

    /// <summary>msticpy's query templates in YAML.</summary>
    Msticpy,

    /// <summary>A list of queries in JSON.</summary>
    Json,
}
