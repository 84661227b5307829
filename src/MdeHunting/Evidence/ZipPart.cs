using System.Text;
using MdeHunting.Text;

namespace MdeHunting.Evidence;

/// <summary>An entry, as the archive's directory has it.</summary>
/// <param name="Name">Its name, in UTF-8.</param>
/// <param name="Flags">Its bits.</param>
/// <param name="Method">How it is compressed.</param>
/// <param name="Crc">The CRC-32 of its content.</param>
/// <param name="StoredSize">How many bytes it has in the archive.</param>
/// <param name="Size">How many bytes its content has.</param>
/// <param name="Place">Where it begins.</param>
/// <param name="Mode">Its mode on Unix; 0 where it has none.</param>
internal sealed record ZipPart(byte[] Name, int Flags, int Method, uint Crc, long StoredSize, long Size, long Place, int Mode)
{
    private const int TypeOfMode = 0xF000;
    private const int FileType = 0x8000;
    private const int FolderType = 0x4000;
    private const int LinkType = 0xA000;

    /// <summary>The name as text.</summary>
    public string Text => Encoding.UTF8.GetString(Name);

    /// <summary>The name as a message shows it.</summary>
    public string Shown => TerminalSafeText.Line(Text);

    /// <summary>Whether it is a symbolic link.</summary>
    public bool IsLink => (Mode & TypeOfMode) == LinkType;

    /// <summary>Whether it is neither a file nor a folder.</summary>
    public bool IsSpecial => (Mode & TypeOfMode) is not (0 or FileType or FolderType or LinkType);
}
