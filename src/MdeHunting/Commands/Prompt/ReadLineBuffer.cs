using System.Reflection;

namespace MdeHunting.Commands.Prompt;

/// <summary>
/// PSReadLine's own line, by reflection: the module does without PSReadLine, and whatever version of it is there has these methods,
/// https://learn.microsoft.com/powershell/module/psreadline/about/about_psreadline_functions.
/// </summary>
internal sealed class ReadLineBuffer
{
    private const string TypeName = "Microsoft.PowerShell.PSConsoleReadLine";

    private readonly Type _type;

    private ReadLineBuffer(Type type, string text, int cursor)
    {
        _type = type;
        Text = text;
        Cursor = cursor;
    }

    /// <summary>What is typed.</summary>
    public string Text { get; }

    /// <summary>Where the cursor is in it.</summary>
    public int Cursor { get; }

    /// <summary>The line as it is now; null where PSReadLine is not there, or reads no line.</summary>
    public static ReadLineBuffer? Read()
    {
        try
        {
            var type = AppDomain
                .CurrentDomain.GetAssemblies()
                .Where(assembly => !assembly.IsDynamic)
                .Select(assembly => assembly.GetType(TypeName))
                .FirstOrDefault(found => found is not null);
            var read = type?.GetMethod("GetBufferState", [typeof(string).MakeByRefType(), typeof(int).MakeByRefType()]);
            if (type is null || read is null)
            {
                return null;
            }

            object?[] state = [null, 0];
            read.Invoke(null, state);
            return state is [string text, int cursor] && cursor >= 0 && cursor <= text.Length ? new ReadLineBuffer(type, text, cursor) : null;
        }
        catch (Exception e) when (e is TargetInvocationException or MemberAccessException or AmbiguousMatchException or TypeLoadException)
        {
            return null;
        }
    }

    /// <summary>Puts a text in the place of another; the cursor stands behind it.</summary>
    public void Replace(int start, int length, string text)
    {
        var replace = _type
            .GetMethods(BindingFlags.Public | BindingFlags.Static)
            .First(method =>
                method.Name == "Replace"
                && method.GetParameters() is [{ ParameterType: var first }, _, { ParameterType: var third }, ..]
                && first == typeof(int)
                && third == typeof(string)
            );
        object?[] arguments =
        [
            start,
            length,
            text,
            .. replace.GetParameters().Skip(3).Select(parameter => parameter.HasDefaultValue ? parameter.DefaultValue : null),
        ];
        replace.Invoke(null, arguments);
        _type.GetMethod("SetCursorPosition", [typeof(int)])?.Invoke(null, [start + text.Length]);
    }

    /// <summary>Does what a key does by itself.</summary>
    /// <param name="function">PSReadLine's name for it, such as <c>TabCompleteNext</c> or <c>Ding</c>.</param>
    public void Do(string function) => _type.GetMethod(function, [typeof(ConsoleKeyInfo?), typeof(object)])?.Invoke(null, [null, null]);
}
