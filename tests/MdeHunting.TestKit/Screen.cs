using System.Text;

namespace MdeHunting.TestKit;

/// <summary>What a session's host has shown; whoever looks at it can be told of each line.</summary>
internal sealed class Screen : TextWriter
{
    private readonly StringBuilder _text = new();

    /// <summary>Called with each line as it is written, on the pipeline thread.</summary>
    public Action<string>? OnLine { get; set; }

    /// <summary>All of it.</summary>
    public string Text
    {
        get
        {
            lock (_text)
            {
                return _text.ToString();
            }
        }
    }

    public override Encoding Encoding => Encoding.Unicode;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(string? value)
    {
        lock (_text)
        {
            _text.Append(value);
        }

        OnLine?.Invoke(value ?? string.Empty);
    }
}
