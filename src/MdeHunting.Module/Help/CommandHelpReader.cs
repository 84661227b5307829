using System.Management.Automation;
using System.Reflection;
using System.Xml.Linq;

namespace MdeHunting.Module.Help;

/// <summary>
/// Reads the help of a cmdlet off its class: what PowerShell itself knows of the parameters, and the documentation comments.
/// <list type="bullet">
/// <item>The class: <c>summary</c> is the synopsis, <c>remarks</c> the description, each <c>example</c> has a title, a <c>code</c> and why so,
/// <c>permission</c> becomes the notes, <c>seealso</c> a link. An <c>output</c> describes an output type that has no class.</item>
/// <item>A parameter: the <c>summary</c> and <c>remarks</c> of its property.</item>
/// </list>
/// </summary>
internal sealed class CommandHelpReader
{
    private readonly DocumentationFile _documentation;
    private readonly DocumentationText _text;
    private readonly IReadOnlyList<Type> _commands;
    private readonly string _home;

    public CommandHelpReader(Assembly module, DocumentationFile documentation, string home)
    {
        _documentation = documentation;
        _home = home;
        _commands = [.. module.GetExportedTypes().Where(type => type.GetCustomAttribute<CmdletAttribute>() is not null).OrderBy(Name, StringComparer.Ordinal)];
        _text = new DocumentationText(_commands.ToDictionary(type => type.FullName!.Replace('+', '.'), Name));
    }

    public IEnumerable<CommandHelp> ReadAll() => _commands.Select(Read);

    private static string Name(Type type) => type.GetCustomAttribute<CmdletAttribute>() is { } name ? $"{name.VerbName}-{name.NounName}" : type.Name;

    private CommandHelp Read(Type type)
    {
        var command = new CmdletInfo(Name(type), type);
        var comment = _documentation.Of(type);
        var parameters = new ParameterHelpReader(type, _documentation, _text);
        return new CommandHelp(
            command.Name,
            _text.Line(comment.Element("summary")),
            _text.Paragraphs(comment.Element("remarks")),
            [.. command.ParameterSets.OrderByDescending(set => set.IsDefault).Select(parameters.ReadSet)],
            parameters.ReadAll(command.ParameterSets),
            parameters.ReadInputs(command.ParameterSets),
            [.. Outputs(type, comment)],
            [.. comment.Elements("permission").SelectMany(_text.Paragraphs)],
            [.. comment.Elements("example").Select(Example)],
            [Online(command.Name), .. comment.Elements("seealso").Select(Link)]
        );
    }

    // The page that Get-Help -Online opens: what the help is made of.
    private LinkHelp Online(string command) => new($"Online version: {command}", $"{_home}/blob/main/src/MdeHunting/Help/{command}.xml");

    private IEnumerable<TypeHelp> Outputs(Type command, XElement comment)
    {
        var described = comment.Elements("output").ToDictionary(output => output.Attribute("type")!.Value, _text.Line, StringComparer.Ordinal);
        return command
            .GetCustomAttributes<OutputTypeAttribute>()
            .SelectMany(output => output.Type)
            .Where(output => output.Type is not null || described.ContainsKey(output.Name))
            .Concat(described.Keys.Select(name => new PSTypeName(name)))
            .DistinctBy(output => output.Name)
            .Select(output => new TypeHelp(
                output.Name,
                described.GetValueOrDefault(output.Name) ?? (output.Type is { } type ? _text.Line(_documentation.Of(type).Element("summary")) : string.Empty)
            ));
    }

    private ExampleHelp Example(XElement example)
    {
        var code = example.Element("code") ?? throw new InvalidDataException($"An example without a <code>: {_text.Line(example)}");
        return new ExampleHelp(
            _text.Line(new XElement("title", code.NodesBeforeSelf())),
            DocumentationText.Code(code),
            _text.Paragraphs(new XElement("remarks", code.NodesAfterSelf()))
        );
    }

    private LinkHelp Link(XElement link) =>
        link.Attribute("cref")?.Value is { } member ? new LinkHelp(_text.Name(member), null) : new LinkHelp(_text.Line(link), link.Attribute("href")!.Value);
}
