using System.Xml;
using MdeHunting.Contract;
using MdeHunting.Formats.Documents;

namespace MdeHunting.Formats.OpenIoc;

/// <summary>Reads the items of OpenIOC 1.0 and 1.1, https://github.com/mandiant/OpenIOC_1.1. A document type is refused: it could name other files.</summary>
/// <param name="source">The document that messages are about.</param>
/// <param name="sink">What takes the indicators.</param>
internal sealed class OpenIocReader(IndicatorDocument source, IIndicatorSink sink)
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    // The terms of Mandiant, by their ends: the objects that they belong to have several names.
    private static readonly Dictionary<string, MdeIndicatorType?> Terms = new(StringComparer.OrdinalIgnoreCase)
    {
        ["FileItem/Md5sum"] = MdeIndicatorType.Md5,
        ["FileItem/Sha1sum"] = MdeIndicatorType.Sha1,
        ["FileItem/Sha256sum"] = MdeIndicatorType.Sha256,
        ["FileItem/FileName"] = MdeIndicatorType.FileName,
        ["FileItem/FullPath"] = MdeIndicatorType.FilePath,
        ["FileItem/FilePath"] = MdeIndicatorType.FilePath,
        ["DriverItem/DriverName"] = MdeIndicatorType.FileName,
        ["ServiceItem/path"] = MdeIndicatorType.FilePath,
        ["ServiceItem/serviceDLL"] = MdeIndicatorType.FilePath,
        ["ServiceItem/serviceDLLmd5sum"] = MdeIndicatorType.Md5,
        ["ProcessItem/name"] = MdeIndicatorType.FileName,
        ["ProcessItem/path"] = MdeIndicatorType.FilePath,
        ["ProcessItem/arguments"] = MdeIndicatorType.CommandLine,
        ["PortItem/remoteIP"] = null,
        ["PortItem/localIP"] = null,
        ["ProcessItem/PortList/PortItem/remoteIP"] = null,
        ["RouteEntryItem/Destination"] = null,
        ["Network/DNS"] = null,
        ["Network/URI"] = MdeIndicatorType.Url,
        ["Network/UserAgent"] = MdeIndicatorType.UserAgent,
        ["DnsEntryItem/Host"] = MdeIndicatorType.Domain,
        ["DnsEntryItem/RecordName"] = MdeIndicatorType.Domain,
        ["DnsEntryItem/RecordData/Host"] = MdeIndicatorType.Domain,
        ["DnsEntryItem/RecordData/IPv4Address"] = null,
        ["UrlHistoryItem/URL"] = MdeIndicatorType.Url,
        ["UrlHistoryItem/HostName"] = MdeIndicatorType.Domain,
        ["RegistryItem/KeyPath"] = MdeIndicatorType.RegistryKey,
        ["RegistryItem/Path"] = MdeIndicatorType.RegistryKey,
        ["RegistryItem/ValueName"] = MdeIndicatorType.RegistryValue,
        ["Email/From"] = MdeIndicatorType.MailAddress,
        ["Email/ReplyTo"] = MdeIndicatorType.MailAddress,
        ["Email/Subject"] = MdeIndicatorType.MailSubject,
        ["Email/Attachment/Name"] = MdeIndicatorType.FileName,
        ["UserItem/Username"] = MdeIndicatorType.AccountName,
        ["UserItem/SecurityID"] = MdeIndicatorType.AccountSid,
    };

    /// <summary>Reads the document.</summary>
    /// <exception cref="IndicatorException">It is damaged, or has a document type.</exception>
    public void Read(DocumentBytes bytes, CancellationToken token)
    {
        using var stream = new MemoryStream(bytes.Buffer, bytes.Start, bytes.Length, writable: false);
        using var reader = XmlReader.Create(stream, Settings);
        try
        {
            ReadItems(reader, token);
        }
        catch (XmlException e)
        {
            // The parser says neither the line of a document type nor, in words for users, what is wrong with one.
            var type = e.Message.IndexOf("DTD", StringComparison.Ordinal) >= 0 ? bytes.Span.IndexOf("<!DOCTYPE"u8) : -1;
            throw type >= 0
                ? Damaged(
                    FormattableString.Invariant(
                        $"{source.Called} has a document type definition (DTD) in line {bytes.LineOf(type)}. A DTD can load other files, so the file isn't read."
                    ),
                    "Remove the DTD, and run the command again.",
                    e
                )
                : Damaged(
                    FormattableString.Invariant($"{source.Called} is damaged in line {e.LineNumber}: {e.Message}"),
                    "What's before that was read. Get the file again.",
                    e
                );
        }
    }

    private IndicatorException Damaged(string what, string nextStep, XmlException inner) =>
        new(IndicatorFailure.IndicatorFileDamaged, what, nextStep, inner) { Target = source.Name };

    private void ReadItems(XmlReader reader, CancellationToken token)
    {
        string? about = null;
        var groups = new Stack<bool>();
        while (reader.Read())
        {
            token.ThrowIfCancellationRequested();
            if (reader.NodeType == XmlNodeType.EndElement && reader.LocalName == "Indicator" && groups.Count > 0)
            {
                groups.Pop();
            }

            if (reader.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            if (reader.LocalName == "short_description")
            {
                about = reader.ReadElementContentAsString();
            }
            else if (reader.LocalName == "Indicator" && !reader.IsEmptyElement)
            {
                groups.Push(string.Equals(reader.GetAttribute("operator"), "AND", StringComparison.OrdinalIgnoreCase));
            }
            else if (reader.LocalName == "IndicatorItem")
            {
                ReadItem(reader, groups.Contains(true) ? $"{about}. Part of a conjunction".TrimStart('.', ' ') : about);
            }
        }
    }

    private void ReadItem(XmlReader reader, string? context)
    {
        var line = (reader as IXmlLineInfo)?.LineNumber ?? 0;
        var (condition, denied) = (reader.GetAttribute("condition")?.Trim().ToLowerInvariant() ?? "is", reader.GetAttribute("negate"));
        string? search = null;
        string? content = null;
        using (var item = reader.ReadSubtree())
        {
            while (item.Read())
            {
                if (item.NodeType == XmlNodeType.Element && item.LocalName == "Context")
                {
                    search = item.GetAttribute("search");
                }
                else if (item.NodeType == XmlNodeType.Element && item.LocalName == "Content")
                {
                    content = item.ReadElementContentAsString();
                }
            }
        }

        var stated = new StatedIndicator(content?.Trim() ?? string.Empty, line) { Context = context };
        var why =
            search is null || stated.Text.Length == 0 ? "The item has no term or no content."
            : !Terms.ContainsKey(search) ? $"No table has a column for the term {search}."
            : denied?.Trim().ToLowerInvariant() is "true" or "1" || condition is "isnot" or "containsnot" ? "What must not be there can't be looked for."
            : !CanBeSought(condition, Terms[search], stated.Text) ? $"The condition {condition} can't be looked for in {search}, only the whole value."
            : null;
        sink.Take(why is null ? stated with { Type = Terms[search!] } : stated with { Unread = why });
    }

    // What is searched for as a part of a value anyway, and what is below a key or at the end of a path.
    private static bool CanBeSought(string condition, MdeIndicatorType? type, string text) =>
        condition switch
        {
            "is" => true,
            "contains" => type is MdeIndicatorType.CommandLine or MdeIndicatorType.UserAgent or MdeIndicatorType.MailSubject
                || (type == MdeIndicatorType.RegistryKey && text.StartsWith("HK", StringComparison.OrdinalIgnoreCase)),
            "starts-with" => type == MdeIndicatorType.RegistryKey && text.StartsWith("HK", StringComparison.OrdinalIgnoreCase),
            "ends-with" => type == MdeIndicatorType.FilePath && text.StartsWith("\\", StringComparison.Ordinal),
            _ => false,
        };
}
