namespace MdeHunting;

/// <summary>The formats in which indicators of compromise are read.</summary>
public enum MdeIndicatorFormat
{
    /// <summary>Found out by the document itself.</summary>
    Auto,

    /// <summary>A list with one indicator in each line, or a text that speaks of them, such as Markdown.</summary>
    Text,

    /// <summary>A web page.</summary>
    Html,

    /// <summary>Values that are separated by commas, semicolons or tabs (RFC 4180), with or without a header.</summary>
    Csv,

    /// <summary>STIX 2.1, https://docs.oasis-open.org/cti/stix/v2.1/stix-v2.1.html: a bundle, an object or a list of objects.</summary>
    Stix,

    /// <summary>
    /// MISP's core format, https://www.misp-standard.org/rfc/misp-standard-core.html: an event, a response of the API or a list of attributes.
    /// </summary>
    Misp,

    /// <summary>OpenIOC 1.0 and 1.1.</summary>
    OpenIoc,
}
