namespace MdeHunting.Service.Json;

/// <summary>What the dynamic values of one column use in turn: their members' names, and the room in which an object's members are collected. For one thread.</summary>
internal sealed class DynamicMembers
{
    private readonly List<Level> _levels = [];
    private int _depth;

    /// <summary>The names so far, which the values share.</summary>
    public SharedText Names { get; } = new();

    /// <summary>Room for the members of an object that lies in those that have been entered.</summary>
    public Level Enter()
    {
        if (_depth == _levels.Count)
        {
            _levels.Add(new Level());
        }

        return _levels[_depth++];
    }

    /// <summary>Gives back the room that was entered last.</summary>
    public void Leave()
    {
        var level = _levels[--_depth];
        level.Names.Clear();
        level.Values.Clear();
    }

    /// <summary>The members of one object, in their order.</summary>
    internal sealed class Level
    {
        public List<string> Names { get; } = [];

        public List<object?> Values { get; } = [];
    }
}
