import {
  createPage,
  createPost,
  deletePost,
  getPost,
  listPosts,
  listUsers,
  updatePost,
  uploadMedia,
} from './posts.ts'
import { wordpress } from './service.ts'
import { newPost } from './triggers.ts'

export default wordpress.piece({
  actions: [createPost, updatePost, getPost, listPosts, deletePost, createPage, uploadMedia, listUsers],
  triggers: [newPost],
})
