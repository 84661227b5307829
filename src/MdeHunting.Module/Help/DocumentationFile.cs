using System.Xml.Linq;

namespace MdeHunting.Module.Help;

/// <summary>The XML file that the compiler writes beside an assembly: the documentation comments of its members.</summary>
internal sealed class DocumentationFile
{
    private readonly Dictionary<string, XElement> _members;

    private DocumentationFile(Dictionary<string, XElement> members) => _members = members;

    public static DocumentationFile Load(string path) =>
        new(
            XDocument
                .Load(path, LoadOptions.PreserveWhitespace)
                .Descendants("member")
                .ToDictionary(member => member.Attribute("name")!.Value, StringComparer.Ordinal)
        );

    /// <summary>The comment of a type; an empty one where there is none.</summary>
    public XElement Of(Type type) => Of('T', type.FullName!);

    /// <summary>The comment of a property; an empty one where there is none.</summary>
    public XElement Of(Type type, string property) => Of('P', $"{type.FullName}.{property}");

    private XElement Of(char kind, string name) => _members.GetValueOrDefault($"{kind}:{name.Replace('+', '.')}") ?? new XElement("member");
}
