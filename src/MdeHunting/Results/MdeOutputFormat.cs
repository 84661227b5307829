namespace MdeHunting;

/// <summary>The formats of the files that rows are written to.</summary>
public enum MdeOutputFormat
{
    /// <summary>
    /// Comma-separated values (RFC 4180) in UTF-8 with a byte order mark, by which Excel and Windows PowerShell know it: what Export-Csv writes of the rows.
    /// </summary>
    Csv,

    /// <summary>A JSON object for each row in a line of its own, in UTF-8: numbers are numbers, and dynamic values are nested.</summary>
    JsonLines,
}
