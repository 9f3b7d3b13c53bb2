// One picture: its data, and what gnuplot is told to draw of them.
#pragma once

#include <string>
#include <vector>

#include "core/record/value_json.h"

namespace logitbench {

// One thing that `plot` is given: how it is drawn, without its title, and that, which stands in the
// legend; empty: it has no place there.
struct Drawn {
  std::string how, title;
};

// Sizes are in pixels of the SVG; the PNG has two for each, as print wants them.
struct Plot {
  std::string name;   // of its files, without what tells their kind
  std::string title;  // what is drawn; a user's text may be in it, and in `note`
  std::string note;   // how, in smaller letters below
  int left = 104, inner_width = 452, right = 24, inner_height = 290, below = 66;

  std::string data;      // blocks of data
  std::string settings;  // lines of `set`
  std::vector<Drawn> drawn;

  // A line of text between quotes, as gnuplot takes it.
  void set_x_label(const std::string& text);
  void set_y_label(const std::string& text);
  // Rows of numbers, null where there is none; gives the block's name.
  std::string add_block(const std::vector<std::vector<Json>>& rows);
  void draw(const std::string& how, const std::string& title_in_legend = "");
};

// gnuplot takes numbers of 1e307 and more for undefined; what lies below this has room around it.
inline constexpr double kMostPlotted = 1e300;

// Of a number, for a block of data or a command: NaN for null and for what gnuplot cannot hold.
std::string plot_number(const Json& number);

// How many letters have room in so many pixels, and the other way, roughly: of labels, or of
// another size.
inline constexpr int kLabelSize = 12;
size_t letters_within(int pixels, int size = kLabelSize);
int pixels_of(size_t letters);

// From one tic to the next, 1, 2 or 5 times a power of ten, so that there are about `most` of them;
// 0 where there is no range.
double tic_step(double from, double to, int most);

}  // namespace logitbench
