using System.Text;
using MdeHunting.Lab.Dataset.Planted;

namespace MdeHunting.Lab.Hosting;

/// <summary>The documents of the supplier's case as files, there exactly as long as the lab answers.</summary>
internal sealed class IndicatorsFolder : IDisposable
{
    private readonly ServedFolder _folder;

    private IndicatorsFolder(string path) => _folder = new ServedFolder(path);

    public string FullPath => _folder.FullPath;

    /// <exception cref="IOException">A file cannot be written, or one of that name is there.</exception>
    public static async Task<IndicatorsFolder> CreateAsync(string path, CancellationToken token)
    {
        var folder = new IndicatorsFolder(path);
        try
        {
            foreach (var (name, text) in SupplierDocuments.All)
            {
                await folder._folder.WriteAsync(folder._folder.In(name), Encoding.UTF8.GetBytes(text), token);
            }

            return folder;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    public void Dispose() => _folder.Dispose();
}
