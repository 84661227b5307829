using MdeHunting.Lab.Dataset.Recording;

namespace MdeHunting.Lab.Dataset.Estate;

/// <summary>
/// Hands out a machine's process ids: scattered multiples of four, each used once until all are used, then again.
/// Ids taken before <see cref="Keep"/> are never used again, so that no later noise is mistaken for the story.
/// </summary>
internal sealed class ProcessIds(Dice dice)
{
    private const int Ids = 8191;
    private const int Stride = 2467;
    private readonly int _offset = dice.Below(Ids);
    private int _taken;
    private int _kept;

    public long Take()
    {
        if (_taken == Ids)
        {
            _taken = _kept;
        }

        var place = (_offset + (_taken++ * Stride)) % Ids;
        return 1000 + (4L * place);
    }

    public void Keep() => _kept = _taken;
}
