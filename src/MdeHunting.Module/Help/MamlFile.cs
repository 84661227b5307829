using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace MdeHunting.Module.Help;

/// <summary>Writes help as Get-Help reads it: Microsoft Assistance Markup Language, of which PowerShell uses a dialect of its own.</summary>
internal static class MamlFile
{
    private static readonly XNamespace Items = "http://msh";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    public static void Write(string path, IEnumerable<CommandHelp> commands)
    {
        var document = new XDocument(new XElement(Items + "helpItems", new XAttribute("schema", "maml"), commands.Select(Of)));
        using var writer = XmlWriter.Create(
            path,
            new XmlWriterSettings
            {
                Encoding = new UTF8Encoding(false),
                Indent = true,
                NewLineChars = "\n",
            }
        );
        document.Save(writer);
    }

    private static XElement Of(CommandHelp help)
    {
        var parts = help.Name.Split('-', 2);
        return new XElement(
            Command + "command",
            new XAttribute(XNamespace.Xmlns + "maml", Maml),
            new XAttribute(XNamespace.Xmlns + "command", Command),
            new XAttribute(XNamespace.Xmlns + "dev", Dev),
            new XElement(
                Command + "details",
                new XElement(Command + "name", help.Name),
                new XElement(Command + "verb", parts[0]),
                new XElement(Command + "noun", parts[1]),
                Text("description", [help.Synopsis])
            ),
            Text("description", help.Description),
            new XElement(
                Command + "syntax",
                help.Syntax.Select(set => new XElement(
                    Command + "syntaxItem",
                    new XElement(Maml + "name", help.Name),
                    set.Select(parameter => Of(parameter, inSyntax: true))
                ))
            ),
            new XElement(Command + "parameters", help.Parameters.Select(parameter => Of(parameter, inSyntax: false))),
            new XElement(Command + "inputTypes", OrNone(help.Inputs).Select(type => Of(type, "inputType"))),
            new XElement(Command + "returnValues", OrNone(help.Outputs).Select(type => Of(type, "returnValue"))),
            new XElement(Maml + "alertSet", new XElement(Maml + "alert", Paragraphs(help.Notes))),
            new XElement(Command + "examples", help.Examples.Select(Of)),
            new XElement(Command + "relatedLinks", help.Links.Select(Of))
        );
    }

    private static XElement Of(ParameterHelp parameter, bool inSyntax) =>
        new(
            Command + "parameter",
            new XAttribute("required", parameter.IsMandatory ? "true" : "false"),
            new XAttribute("variableLength", "false"),
            new XAttribute("globbing", parameter.TakesWildcards ? "true" : "false"),
            new XAttribute("pipelineInput", parameter.Pipeline),
            new XAttribute("position", parameter.Position?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "named"),
            new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
            new XElement(Maml + "name", parameter.Name),
            inSyntax ? null : Text("description", parameter.Description),
            inSyntax && parameter.Values.Count > 0
                ? new XElement(
                    Command + "parameterValueGroup",
                    parameter.Values.Select(value => new XElement(
                        Command + "parameterValue",
                        new XAttribute("required", "false"),
                        new XAttribute("variableLength", "false"),
                        value
                    ))
                )
                : null,
            inSyntax && parameter.IsSwitch
                ? null
                : new XElement(
                    Command + "parameterValue",
                    new XAttribute("required", parameter.IsSwitch ? "false" : "true"),
                    new XAttribute("variableLength", "false"),
                    parameter.TypeName
                ),
            new XElement(Dev + "type", new XElement(Maml + "name", parameter.TypeName), new XElement(Maml + "uri")),
            new XElement(Dev + "defaultValue", parameter.Default ?? "None")
        );

    private static IReadOnlyList<TypeHelp> OrNone(IReadOnlyList<TypeHelp> types) => types.Count > 0 ? types : [new TypeHelp("None", string.Empty)];

    private static XElement Of(TypeHelp type, string name) =>
        new(Command + name, new XElement(Dev + "type", new XElement(Maml + "name", type.Name)), Text("description", [type.Description]));

    private static XElement Of(ExampleHelp example, int index) =>
        new(
            Command + "example",
            new XElement(Maml + "title", $"-------- Example {index + 1}: {example.Title} --------"),
            new XElement(Dev + "code", example.Code),
            new XElement(Dev + "remarks", Paragraphs([.. example.Remarks, string.Empty]))
        );

    private static XElement Of(LinkHelp link) =>
        new(Maml + "navigationLink", new XElement(Maml + "linkText", link.Text), new XElement(Maml + "uri", link.Address ?? string.Empty));

    private static XElement Text(string name, IEnumerable<string> paragraphs) => new(Maml + name, Paragraphs(paragraphs));

    private static IEnumerable<XElement> Paragraphs(IEnumerable<string> paragraphs) => paragraphs.Select(paragraph => new XElement(Maml + "para", paragraph));
}
